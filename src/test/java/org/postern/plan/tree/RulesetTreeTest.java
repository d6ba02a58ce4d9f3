package org.postern.plan.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.Json;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

class RulesetTreeTest {
  static java.util.stream.LongStream seeds() {
    return ToyWorld.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsBackWhatItWrote(long seed) throws IOException {
    Ruleset ruleset = new ToyWorld(new Random(seed)).ruleset();
    Map<String, Object> tree = RulesetTree.write(ruleset);
    assertEquals(ruleset, RulesetTree.read(tree));
    assertEquals(ruleset, RulesetTree.read(Json.read(Json.write(tree)).members()));
    assertEquals(Json.write(tree), Json.write(RulesetTree.write(RulesetTree.read(tree))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "hook", "in", "port", "running", "otherwise"})
  void aMissingMemberIsAnError(String member) {
    Map<String, Object> rule = rule();
    rule.remove(member);
    assertRefused(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "hook", "in", "to", "port", "accept", "running", "otherwise"})
  void aMemberOfAnotherKindIsAnError(String member) {
    for (Object wrong : List.of(true, List.of(0.5), Map.of("a", 1), 0.5)) {
      Map<String, Object> rule = rule();
      rule.put(member, wrong);
      assertRefused(rule);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 65_536, Long.MAX_VALUE})
  void aPortThatDoesNotExistIsAnError(long port) {
    Map<String, Object> rule = rule();
    rule.put("port", port);
    assertRefused(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-07-01",
        "2026-07-01T12:00:00.5Z",
        "1969-12-31T23:59:59Z",
        "2300-01-01T00:00:00Z"
      })
  void aTimeAtWhichNoRuleCanCloseIsAnError(String time) {
    Map<String, Object> rule = rule();
    rule.put("openUntil", time);
    assertRefused(rule);
  }

  @Test
  void whatRefusesNobodyCannotBeOpen() {
    Map<String, Object> rule = rule();
    rule.put("openUntil", "2026-07-01T12:00:00Z");
    Ruleset open = RulesetTree.read(Map.of("rules", List.of(rule)));
    assertEquals(
        Optional.of(Instant.parse("2026-07-01T12:00:00Z")), open.rules().getFirst().openUntil());
    rule.put("otherwise", "observe");
    assertRefused(rule);
  }

  private static void assertRefused(Map<String, Object> rule) {
    assertThrows(
        IllegalArgumentException.class, () -> RulesetTree.read(Map.of("rules", List.of(rule))));
  }

  private static Map<String, Object> rule() {
    Ruleset ruleset = new Ruleset(List.of(ToyWorld.rule("smtp", "192.0.2.1")));
    Map<String, Object> rule = new LinkedHashMap<>();
    List<?> rules = (List<?>) RulesetTree.write(ruleset).getOrDefault("rules", List.of());
    ((Map<?, ?>) rules.getFirst()).forEach((key, value) -> rule.put((String) key, value));
    return rule;
  }
}
