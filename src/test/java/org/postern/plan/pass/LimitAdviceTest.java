package org.postern.plan.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Family;
import org.postern.plan.Capabilities;
import org.postern.plan.Meaning;
import org.postern.plan.Obstacle;
import org.postern.policy.Hook;
import org.postern.policy.Policy;
import org.postern.policy.Refusal;

/** What is advised where a rule has more prefixes than a target holds; and that it helps. */
class LimitAdviceTest {
  private static final String POLICY =
      """
      sets:
        a: {sources: [%s]%s}
        b: {sources: [198.51.100.1, 198.51.100.3]}
        all: {sources: [set: a]}
      rules: [{name: smtp, port: tcp/25, accept: [%s], otherwise: drop%s}]
      """;

  private static final String FIVE = "192.0.2.0, 192.0.2.3, 192.0.2.16, 192.0.2.31, 192.0.2.64";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // sets | never of the rule | most | advised
        "a      |            | 4 | widen: {entries: 4} in set a adds 2 addresses",
        "a      |            | 3 | widen: {entries: 3} in set a adds 16 addresses",
        "all    |            | 3 | widen: {entries: 3} in set a adds 16 addresses",
        "a, b   |            | 6 | widen: {entries: 4} in set a adds 2 addresses",
        "a      | 192.0.2.2  | 4 | widen: {entries: 4} in set a adds 14 addresses",
        "a, b   |            | 2 | widening set a does not help: the fewest are 1 entry, which add"
            + " 123 addresses",
      })
  void theBudgetOfTheSetIsWhatTheRuleCanHold(
      String accept, String never, int most, String advised) {
    String cut = never == null ? "" : ", never: [" + never + "]";
    String exact = POLICY.formatted(FIVE, "", accept, cut);
    assertEquals(List.of(advised), fixes(exact, most));
    if (advised.startsWith("widen: ")) {
      String widen = advised.substring(0, advised.indexOf('}') + 1);
      assertEquals(List.of(), fixes(POLICY.formatted(FIVE, ", " + widen, accept, cut), most));
    }
  }

  @Test
  void theOtherFamilyNeedsNotPayForIt() {
    String mixed = "192.0.2.0, 192.0.2.3, 192.0.2.64, '2001:db8::1', '2001:db8::2'";
    assertEquals(
        List.of("widen: {entries: 4} in set a adds 2 addresses"),
        fixes(POLICY.formatted(mixed, "", "a", ""), 2));
  }

  @Test
  void aCapOfTheSetIsKept() {
    String capped = POLICY.formatted(FIVE, ", widen: {entries: 4, prefix: 29}", "a", "");
    assertEquals(
        List.of("widening set a does not help: the fewest are 4 entries, which add 2 addresses"),
        fixes(capped, 3));
  }

  private static List<String> fixes(String text, int most) {
    Policy policy = Meant.policy(text);
    Meaning meaning = Meant.of(text);
    Capabilities small =
        Capabilities.ofPackets(
            "small", Set.of(Family.values()), Set.of(Hook.INPUT), Set.of(Refusal.DROP), most);
    return Planner.fit(meaning.ruleset(), small, policy, meaning).stream()
        .map(Obstacle::fix)
        .toList();
  }
}
