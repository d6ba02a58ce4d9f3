package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

class BypassTest {
  private static AccessRule rule(String name, Hook hook, int port, Optional<Refusal> otherwise) {
    return new AccessRule(
        name,
        new Scope.Packets(
            Set.of(hook), new TreeSet<>(), Optional.empty(), Ports.of(port), Rule.Running.KEEP),
        otherwise.isPresent() ? new Peers.Only(ToyWorld.set("192.0.2.1")) : new Peers.Any(),
        otherwise,
        Optional.empty(),
        Optional.empty());
  }

  /** Rules for port 25 that refuse or observe what comes in, and no others. */
  @Test
  void onlyMailThatComesInCounts() {
    Observation.Counters counted = new Observation.Counters(3, 1);
    List<AccessRule> rules =
        List.of(
            rule("in", Hook.INPUT, 25, Optional.of(Refusal.DROP)),
            rule("through", Hook.FORWARD, 25, Optional.of(Refusal.OBSERVE)),
            rule("out", Hook.OUTPUT, 25, Optional.of(Refusal.DROP)),
            rule("submission", Hook.INPUT, 587, Optional.of(Refusal.DROP)),
            rule("any", Hook.INPUT, 25, Optional.empty()),
            rule("uncounted", Hook.INPUT, 25, Optional.of(Refusal.DROP)));
    Bypass bypass =
        Bypass.of(
            rules,
            Map.of(
                "in",
                counted,
                "through",
                counted,
                "out",
                counted,
                "submission",
                counted,
                "any",
                counted));
    assertEquals(new Bypass(6, 2), bypass);
    assertEquals(List.of(2L, 8L, 25L), List.of(bypass.past(), bypass.all(), bypass.percent()));
    assertFalse(Bypass.of(rules, Map.of()).isKnown());
  }

  @ParameterizedTest
  @CsvSource({
    "82, 18, 18 %",
    "1, 0, 0 %",
    "0, 1, 100 %",
    "1000, 1, less than 1 %",
    "1, 1000, more than 99 %",
    "2, 1, 33 %"
  })
  void fewAreNotNoneAndNearlyAllAreNotAll(long accepted, long past, String part) {
    assertEquals(part, new Bypass(accepted, past).part());
    assertEquals("past the filter: " + part, new Bypass(accepted, past).text());
  }
}
