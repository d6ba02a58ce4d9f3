package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.plan.tree.RulesetTree;
import org.postern.policy.Refusal;

/** Rules of mail that accept clients by their names. */
class ClientNamesTest {
  private static AccessRule rule(String... names) {
    return new AccessRule(
        "mta",
        new Scope.Mail(
            new Recipients.All(), Optional.empty(), true, "", new TreeSet<>(List.of(names))),
        new Peers.Only(ToyWorld.set("192.0.2.1")),
        Optional.of(Refusal.DEFER),
        Optional.empty(),
        Optional.empty());
  }

  private static Ruleset ruleset(String... names) {
    return new Ruleset(List.of(rule(names)));
  }

  private static Attempt.Delivery from(String peer, String name) {
    return new Attempt.Delivery(ToyWorld.address(peer), "example.com", false, 25, name);
  }

  @ParameterizedTest
  @CsvSource({
    "filter.example, ACCEPTED",
    "mx1.filter.example, ACCEPTED",
    "a.b.filter.example, ACCEPTED",
    "evilfilter.example, REFUSED",
    "filter.example.evil.example, REFUSED",
    "example, REFUSED",
    "'', REFUSED"
  })
  void aNameBeginsAtADot(String name, Judgement judgement) {
    assertEquals(judgement, ruleset("filter.example").verdict(from("198.51.100.7", name)), name);
    assertEquals(
        Judgement.ACCEPTED, ruleset("filter.example").verdict(from("192.0.2.1", name)), name);
  }

  @Test
  void anotherNameIsAnotherMeaning() {
    assertEquals(Optional.empty(), Equivalence.compare(ruleset("a.example"), ruleset("a.example")));
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset("a.example"), ruleset("b.example")).orElseThrow();
    assertTrue(found.describe().contains("a.example)"), found::describe);
    assertTrue(Equivalence.compare(ruleset(), ruleset("b.example")).isPresent());
    assertEquals(
        Optional.empty(),
        Equivalence.compare(ruleset("a.example"), ruleset("a.example", "x.a.example")),
        "it is below the other");
  }

  @Test
  void aPlanTellsOfNames() {
    Observation held = Observation.nothing().leadingTo(ruleset(), Observation.Layout.NOTHING);
    Plan plan = Plan.between(held, ruleset("a.example", "b.example"));
    assertEquals(
        List.of("ptr: none -> a.example, b.example"),
        ((Change.RuleChanged) plan.changes().getFirst())
            .what().stream().map(Change.Difference::text).toList());
    assertEquals(1, plan.changes().size());
  }

  @Test
  void theTreeHasThem() {
    Ruleset both = ruleset("a.example", "b.example");
    assertEquals(both, RulesetTree.read(RulesetTree.write(both)));
    assertEquals(ruleset(), RulesetTree.read(RulesetTree.write(ruleset())));
  }

  @Test
  void whatAdmitsAnotherAdmitsItsNames() {
    assertEquals(rule("a.example", "b.example"), rule("a.example").admitting(rule("b.example")));
  }
}
