package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.AddressSet;
import org.postern.policy.Refusal;

class PlanTest {
  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  private static final AccessRule RULE = ToyWorld.rule("smtp", "192.0.2.0/24", "2001:db8::1");

  static java.util.stream.LongStream seeds() {
    return ToyWorld.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isEmptyExactlyWhenTheRulesAreTheSame(long seed) {
    ToyWorld world = new ToyWorld(new Random(seed));
    Ruleset left = world.ruleset();
    Ruleset right = world.changed(left);
    assertTrue(plan(left, left).isEmpty());
    assertEquals(left.equals(right), plan(left, right).isEmpty(), () -> left + "\n" + right);
  }

  @Test
  void aNewRuleEndangersEverybodyItDoesNotAccept() {
    Plan plan = plan(Ruleset.empty(), of(RULE));
    assertEquals(List.of(new Change.RuleAdded(RULE)), plan.changes());
    assertEquals(RULE.peers().asSet().complement(), plan.losing(NOW));
  }

  @Test
  void aRuleThatGoesEndangersNobody() {
    Plan plan = plan(of(RULE), Ruleset.empty());
    assertEquals(List.of(new Change.RuleRemoved(RULE)), plan.changes());
    assertEquals(AddressSet.none(), plan.losing(NOW));
  }

  @Test
  void peersAreComparedAsSets() {
    Plan plan = plan(of(RULE), of(ToyWorld.rule("smtp", "192.0.2.128/25", "192.0.3.0/24")));
    AddressSet added = ToyWorld.set("192.0.3.0/24");
    AddressSet removed = ToyWorld.set("192.0.2.0/25", "2001:db8::1");
    assertEquals(List.of(new Change.PeersChanged("smtp", added, removed)), plan.changes());
    assertEquals(removed, plan.losing(NOW));
  }

  @Test
  void nobodyIsEndangeredByARuleThatOnlyObserves() {
    AccessRule observing = RULE.withOtherwise(Refusal.OBSERVE);
    AccessRule fewer = observing.withPeers(new Peers.Only(ToyWorld.set("192.0.2.1")));
    assertEquals(AddressSet.none(), plan(of(observing), of(fewer)).losing(NOW));
    assertEquals(AddressSet.none(), plan(Ruleset.empty(), of(observing)).losing(NOW));
  }

  @Test
  void observingThatBecomesRefusingEndangersEverybodyElse() {
    Plan plan = plan(of(RULE.withOtherwise(Refusal.OBSERVE)), of(RULE));
    Change.RuleChanged changed = (Change.RuleChanged) plan.changes().getFirst();
    assertEquals(
        List.of("otherwise: observe -> drop"),
        changed.what().stream().map(Change.Difference::text).toList());
    assertEquals(RULE.peers().asSet().complement(), plan.losing(NOW));
  }

  @Test
  void anotherWayOfRefusingEndangersNobody() {
    Plan plan = plan(of(RULE), of(RULE.withOtherwise(Refusal.REJECT)));
    assertEquals(1, plan.changes().size());
    assertEquals(AddressSet.none(), plan.losing(NOW));
  }

  @Test
  void judgingFragmentsTooEndangersNobody() {
    Plan plan = plan(of(RULE.withWholeOnly(true)), of(RULE));
    Change.RuleChanged changed = (Change.RuleChanged) plan.changes().getFirst();
    assertEquals(
        List.of("fragments: let through -> judged like the whole"),
        changed.what().stream().map(Change.Difference::text).toList());
    assertEquals(AddressSet.none(), plan.losing(NOW));
  }

  @Test
  void openingEndangersNobodyAndNeitherDoesItsEnd() {
    Plan opening = plan(of(RULE), of(openUntil(NOW.plusSeconds(60))));
    Change.RuleChanged changed = (Change.RuleChanged) opening.changes().getFirst();
    assertEquals(
        List.of(new Change.Difference("open", "no", "until 2026-07-01T12:01:00Z")), changed.what());
    assertEquals(AddressSet.none(), opening.losing(NOW));
    assertEquals(
        AddressSet.none(), plan(of(openUntil(NOW)), of(RULE)).losing(NOW), "has closed by itself");
    assertEquals(
        AddressSet.none(),
        plan(of(openUntil(NOW.plusSeconds(60))), of(openUntil(NOW.plusSeconds(90)))).losing(NOW));
  }

  @Test
  void closingBeforeTheTimeEndangersWhoWasLetIn() {
    AccessRule open = openUntil(NOW.plusSeconds(60));
    AddressSet others = RULE.peers().asSet().complement();
    assertEquals(others, plan(of(open), of(RULE)).losing(NOW));
    assertEquals(others, plan(of(open), of(openUntil(NOW.plusSeconds(59)))).losing(NOW));
  }

  /** It will refuse them, and no source is asked then. */
  @Test
  void aNewRuleEndangersWhomItWillRefuseAlsoWhenItIsOpen() {
    AccessRule open = openUntil(NOW.plusSeconds(60));
    AddressSet others = RULE.peers().asSet().complement();
    assertEquals(others, plan(Ruleset.empty(), of(open)).losing(NOW));
    AccessRule observing = RULE.withOtherwise(Refusal.OBSERVE);
    assertEquals(others, plan(of(observing), of(open)).losing(NOW));
  }

  private static AccessRule openUntil(Instant time) {
    return RULE.withOpenUntil(Optional.of(time));
  }

  @Test
  void whatLiesAroundIsADifference() {
    Observation littered =
        new Observation(
            of(RULE),
            Observation.Layout.NOTHING,
            "",
            Map.of(),
            List.of(),
            List.of("a stray set"),
            Proof.EXACT);
    Plan plan = Plan.between(littered, of(RULE));
    assertEquals(List.of(new Change.Repair("a stray set")), plan.changes());
    assertEquals(AddressSet.none(), plan.losing(NOW));
  }

  @Test
  void everyPropertyOfARuleIsCompared() {
    ToyWorld world = new ToyWorld(new Random(7));
    for (int i = 0; i < 200; i++) {
      Ruleset left = world.ruleset();
      Ruleset right = world.ruleset();
      for (AccessRule rule : left.rules()) {
        right
            .rule(rule.name())
            .ifPresent(
                other ->
                    assertEquals(
                        rule.equals(other), plan(of(rule), of(other)).isEmpty(), rule::toString));
      }
    }
  }

  private static Plan plan(Ruleset before, Ruleset after) {
    return Plan.between(Observation.of(before), after);
  }

  private static Ruleset of(AccessRule rule) {
    return new Ruleset(List.of(rule));
  }
}
