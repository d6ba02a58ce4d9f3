package org.postern.plan.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.address.ContentName;
import org.postern.address.Family;
import org.postern.address.widening.Tradeoff;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Meaning;
import org.postern.plan.Obstacle;
import org.postern.plan.ToyWorld;
import org.postern.policy.WidenSpec;

class SetWideningTest {
  @Test
  void aBudgetOfEntriesAddsAsLittleAsCanBe() {
    EffectiveSet set = set("192.0.2.1, 192.0.2.3, 192.0.2.9, 198.51.100.1", "{entries: 3}", "");
    assertEquals(ToyWorld.set("192.0.2.0/30", "192.0.2.9", "198.51.100.1"), set.addresses());
    assertEquals(ToyWorld.set("192.0.2.0", "192.0.2.2"), set.excess());
    assertTrue(set.optimum().orElseThrow().isOptimal());
  }

  @Test
  void aBudgetOfExtraAddressesLeavesAsFewEntriesAsCanBe() {
    EffectiveSet set = set("192.0.2.1, 192.0.2.3, 192.0.2.9, 198.51.100.1", "{extra: 13}", "");
    assertEquals(ToyWorld.set("192.0.2.0/28", "198.51.100.1"), set.addresses());
    assertEquals(2, set.optimum().orElseThrow().entries());
  }

  @Test
  void bothFamiliesOfASetAreCountedTogether() {
    EffectiveSet set =
        set("192.0.2.1, 192.0.2.4, '2001:db8::1', '2001:db8::3'", "{entries: 3}", "");
    assertEquals(ToyWorld.set("192.0.2.1", "192.0.2.4", "2001:db8::/126"), set.addresses());
  }

  @Test
  void rangesAreCountedWhereTheyAreAskedFor() {
    EffectiveSet set = set("192.0.2.1-192.0.2.6, 192.0.2.9", "{entries: 1, form: ranges}", "");
    assertEquals(ToyWorld.set("192.0.2.1-192.0.2.9"), set.addresses());
  }

  @Test
  void noBlockIsWiderThanItsCapOrCoversWhatIsNeverAccepted() {
    assertEquals(
        ToyWorld.set("192.0.2.0/30", "192.0.2.9"),
        set("192.0.2.1, 192.0.2.3, 192.0.2.9", "{extra: 999, prefix: 30}", "").addresses());
    assertEquals(
        ToyWorld.set("192.0.2.0/30", "192.0.2.9"),
        set("192.0.2.1, 192.0.2.3, 192.0.2.9", "{extra: 999}", "192.0.2.5").addresses());
  }

  /** The rule would cut 203.0.113.9 out of a block, and make four entries of one. */
  @Test
  void neverOfARuleIsNotCoveredEither() {
    assertEquals(
        ToyWorld.set("203.0.113.8", "203.0.113.10"),
        set("203.0.113.8, 203.0.113.10", "{extra: 9}", "").addresses());
  }

  @Test
  void whatOtherSetsTakeOutOfItIsNotCoveredEither() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              inner: {sources: [192.0.2.0, 192.0.2.3], widen: {extra: 9}}
              outer: {sources: [set: inner], never: [192.0.2.2]}
            rules: [{name: smtp, port: tcp/25, accept: [outer], otherwise: drop}]
            """);
    assertEquals(
        ToyWorld.set("192.0.2.0", "192.0.2.3"), meaning.set("inner").orElseThrow().addresses());
  }

  @Test
  void insideSourcesBesideOutsideOnesAreNotWidened() {
    Meaning meaning =
        Meant.of(
            """
            sets:
              mixed:
                sources: [dns: mx.example, 8.8.8.1, 8.8.8.9, 198.51.100.7, 198.51.100.9]
                widen: {entries: 4}
            rules: [{name: smtp, port: tcp/25, accept: [mixed], otherwise: drop}]
            """,
            Meant.answer("mx.example", "8.8.8.0", "8.8.8.3"));
    assertEquals(
        ToyWorld.set("8.8.8.0/30", "8.8.8.9", "198.51.100.7", "198.51.100.9"),
        meaning.set("mixed").orElseThrow().addresses());
  }

  @Test
  void aBudgetThatCannotBeMetStopsTheRuleAndNamesWhatCan() {
    Meaning meaning = meaning("192.0.2.1, 192.0.2.3, 198.51.100.1", "{entries: 1, prefix: 24}", "");
    assertEquals(List.of(), meaning.ruleset().rules());
    Obstacle.OverBudget obstacle =
        assertInstanceOf(Obstacle.OverBudget.class, meaning.obstacles().getFirst());
    assertEquals(
        "set a cannot be widened to 1 entry: the fewest are 2, which add 2 addresses",
        obstacle.why());
    assertEquals(
        "write widen: {entries: 2}, allow wider blocks than /24 of IPv4 and /64 of IPv6, or take"
            + " something out of never",
        obstacle.fix());
  }

  @Test
  void entriesThatAddMoreThanAllowedStopTheRuleToo() {
    Meaning meaning =
        meaning("192.0.2.1, 192.0.2.3, 198.51.100.1", "{entries: 1, extra: 1000}", "");
    assertEquals(
        "set a cannot be widened to 1 entry by 1,000 extra addresses at most: that adds"
            + " 134,217,725 addresses; within the budget 2 entries can be had",
        meaning.obstacles().getFirst().why());
    assertEquals(
        "write widen: {entries: 1, extra: 134217725}, or {entries: 2, extra: 1000}",
        meaning.obstacles().getFirst().fix());
    assertFalse(
        meaning("192.0.2.1, 192.0.2.3, 198.51.100.1", "{entries: 2, extra: 2}", "")
            .ruleset()
            .rules()
            .isEmpty());
  }

  /** The same contents are recognised by their names, and not even made. */
  @Test
  void whatHasNotChangedIsNeitherLoadedNorWidenedAgain() {
    WidenSpec spec =
        new WidenSpec.Budget(Optional.of(1), Optional.empty(), 0, 64, Tradeoff.Form.PREFIXES);
    EffectiveSet first = SetWidening.widen("kept", parts(named("one", true)), spec);
    EffectiveSet again = SetWidening.widen("kept", parts(named("one", false)), spec);
    assertSame(first, again);
    AddressSet others = ToyWorld.set("192.0.2.0", "192.0.2.7");
    assertEquals(
        BigInteger.valueOf(6), SetWidening.widen("kept", parts(others), spec).excess().size());
    assertNotSame(first, SetWidening.widen("kept", parts(named("one", true)), spec));
  }

  private static SetWidening.Parts parts(AddressSet own) {
    AddressSet none = AddressSet.none();
    return new SetWidening.Parts(own, own, none, none, none);
  }

  private static AddressSet named(String name, boolean mayBeMade) {
    return AddressSet.lazy(
        Family.IP,
        ContentName.of(name),
        2,
        () -> 2L,
        () -> {
          assertTrue(mayBeMade, "the addresses were looked at");
          return ToyWorld.set("192.0.2.0", "192.0.2.3");
        });
  }

  private static EffectiveSet set(String sources, String widen, String never) {
    return meaning(sources, widen, never).set("a").orElseThrow();
  }

  private static Meaning meaning(String sources, String widen, String never) {
    return Meant.of(
        """
        sets:
          a: {sources: [%s], widen: %s, never: [%s]}
        rules: [{name: smtp, port: tcp/25, accept: [a], otherwise: drop, never: [203.0.113.9]}]
        """
            .formatted(sources, widen, never)
            .replace(", never: []", ""));
  }
}
