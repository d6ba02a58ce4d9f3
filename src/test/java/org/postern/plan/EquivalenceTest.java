package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Rule;

class EquivalenceTest {
  private static final List<Attempt.Opening> PACKETS = ToyWorld.packets();

  static java.util.stream.LongStream seeds() {
    return ToyWorld.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithTryingEveryPacket(long seed) {
    ToyWorld world = new ToyWorld(new Random(seed));
    for (int i = 0; i < 20; i++) {
      Ruleset left = world.ruleset();
      Ruleset right = i % 4 == 0 ? world.ruleset() : world.changed(left);
      boolean equal =
          PACKETS.stream()
              .allMatch(
                  packet ->
                      left.verdict(packet) == right.verdict(packet)
                          && ToyWorld.MOMENTS.stream()
                              .allMatch(
                                  at -> left.verdict(packet, at) == right.verdict(packet, at)));
      Optional<Equivalence.Counterexample> found = Equivalence.compare(left, right);
      assertEquals(equal, found.isEmpty(), () -> left + "\n" + right + "\n" + found);
      found.ifPresent(example -> assertDiffers(left, right, example));
    }
  }

  private static void assertDiffers(
      Ruleset left, Ruleset right, Equivalence.Counterexample example) {
    assertEquals(verdict(left, example), example.left());
    assertEquals(verdict(right, example), example.right());
    assertNotEquals(example.left(), example.right(), example::toString);
  }

  private static Judgement verdict(Ruleset ruleset, Equivalence.Counterexample example) {
    return example
        .at()
        .map(at -> ruleset.verdict(example.attempt(), at))
        .orElseGet(() -> ruleset.verdict(example.attempt()));
  }

  @Test
  void aRuleThatIsOpenDiffersUntilItCloses() {
    AccessRule closed = ToyWorld.rule("smtp", "192.0.2.1");
    Instant closing = ToyWorld.MOMENTS.getLast();
    AccessRule open = closed.withOpenUntil(Optional.of(closing));
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset(open), ruleset(closed)).orElseThrow();
    assertEquals(Judgement.OBSERVED, found.left());
    assertEquals(Judgement.REFUSED, found.right());
    assertTrue(found.at().orElseThrow().isBefore(closing));
    AccessRule longer = closed.withOpenUntil(Optional.of(closing.plusSeconds(60)));
    assertEquals(
        Optional.of(closing.plusSeconds(59)),
        Equivalence.compare(ruleset(open), ruleset(longer)).orElseThrow().at());
  }

  @Test
  void aRuleThatJudgesOnlyWholePacketsDiffersInFragments() {
    AccessRule rule = ToyWorld.rule("smtp", "192.0.2.1", "2001:db8::1");
    AccessRule old = rule.withWholeOnly(true);
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset(rule), ruleset(old)).orElseThrow();
    assertTrue(packet(found).fragmented());
    assertEquals(Family.IP6, found.attempt().peer().family());
    assertTrue(found.describe().endsWith(" port 25 (fragmented)"), found::describe);
    assertEquals(Judgement.UNJUDGED, found.right());
    assertEquals(Optional.empty(), Equivalence.compare(ruleset(old), ruleset(old)));
  }

  @Test
  void theRandomWorldHasBothEqualAndDifferentPairs() {
    int equal = 0;
    int different = 0;
    for (long seed = 0; seed < 20; seed++) {
      ToyWorld world = new ToyWorld(new Random(seed));
      Ruleset left = world.ruleset();
      if (Equivalence.compare(left, world.changed(left)).isEmpty()) {
        equal++;
      } else {
        different++;
      }
    }
    assertTrue(equal > 2 && different > 2, equal + " equal, " + different + " different");
  }

  @Test
  void aRuleForAnInterfaceCalledLikeTheOtherOneIsNotTakenForAllOthers() {
    AccessRule everywhere = ToyWorld.rule("smtp", "192.0.2.1");
    AccessRule here = in(everywhere, "other0");
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset(everywhere), ruleset(here)).orElseThrow();
    assertNotEquals("other0", packet(found).inInterface());
  }

  @Test
  void oneAddressAtTheEndOfTheSpaceIsFound() {
    AddressSet all = AddressSet.all();
    AddressSet last = ToyWorld.set("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    AccessRule rule = ToyWorld.rule("smtp");
    Equivalence.Counterexample found =
        Equivalence.compare(
                ruleset(rule.withPeers(new Peers.Only(all))),
                ruleset(rule.withPeers(new Peers.Only(all.subtract(last)))))
            .orElseThrow();
    assertEquals(last.first().orElseThrow(), found.attempt().peer());
  }

  @Test
  void acceptingEverybodyMeansTheSameHoweverItIsWritten() {
    AccessRule any =
        new AccessRule(
            "smtp",
            new Scope.Packets(
                Set.of(Hook.INPUT),
                new TreeSet<>(),
                Optional.empty(),
                Ports.of(25),
                Rule.Running.KEEP),
            new Peers.Any(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    AccessRule all = ToyWorld.rule("smtp").withPeers(new Peers.Only(AddressSet.all()));
    assertEquals(Optional.empty(), Equivalence.compare(ruleset(any), ruleset(all)));
  }

  @Test
  void aRuleForTheLoopbackAloneMeansNothing() {
    assertEquals(
        Optional.empty(),
        Equivalence.compare(ruleset(in(ToyWorld.rule("smtp"), "lo")), Ruleset.empty()));
  }

  @Test
  void overlappingRulesAreNamed() {
    AccessRule a = in(ToyWorld.rule("a"), "eth0");
    AccessRule b = ToyWorld.rule("b");
    assertEquals(Map.of("a", "b"), Equivalence.overlaps(ruleset(a, b)));
    assertEquals(Map.of(), Equivalence.overlaps(ruleset(a, in(b, "eth1"))));
  }

  @Test
  void rulesForDifferentServersOrPortsOrHooksDoNotOverlap() {
    AccessRule a = ToyWorld.rule("a");
    AccessRule b = ToyWorld.rule("b");
    assertEquals(
        Map.of(), Equivalence.overlaps(ruleset(to(a, "192.0.2.0/25"), to(b, "192.0.2.128/25"))));
    assertEquals(
        Map.of("a", "b"),
        Equivalence.overlaps(ruleset(to(a, "192.0.2.0/25"), to(b, "192.0.2.127-192.0.2.200"))));
    assertEquals(Map.of(), Equivalence.overlaps(ruleset(a, at(b, Hook.INPUT, 587))));
    assertEquals(Map.of(), Equivalence.overlaps(ruleset(a, at(b, Hook.OUTPUT, 25))));
  }

  @Test
  void listsOfPortsAreComparedPortByPort() {
    AccessRule rule = ToyWorld.rule("smtp", "192.0.2.1");
    Ports wide = new Ports(List.of(new Ports.Range(25, 25), new Ports.Range(2500, 2599)));
    Ports narrow = new Ports(List.of(new Ports.Range(25, 25), new Ports.Range(2500, 2598)));
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset(over(rule, wide)), ruleset(over(rule, narrow))).orElseThrow();
    assertEquals(2599, packet(found).port());
    assertEquals(Judgement.UNJUDGED, found.right());
    AccessRule first = over(ToyWorld.rule("a", "192.0.2.1"), Ports.of(25));
    AccessRule second =
        over(ToyWorld.rule("b", "192.0.2.1"), new Ports(List.of(new Ports.Range(2500, 2599))));
    assertEquals(
        Optional.empty(), Equivalence.compare(ruleset(over(rule, wide)), ruleset(first, second)));
    assertEquals(Map.of(), Equivalence.overlaps(ruleset(first, second)));
    assertEquals(Map.of("b", "smtp"), Equivalence.overlaps(ruleset(second, over(rule, wide))));
  }

  private static AccessRule over(AccessRule rule, Ports ports) {
    Scope.Packets scope = rule.packets();
    return rule.withScope(
        new Scope.Packets(
            scope.hooks(), scope.interfaces(), scope.servers(), ports, scope.running()));
  }

  private static Attempt.Opening packet(Equivalence.Counterexample found) {
    return (Attempt.Opening) found.attempt();
  }

  private static Ruleset ruleset(AccessRule... rules) {
    return new Ruleset(List.of(rules));
  }

  private static AccessRule in(AccessRule rule, String name) {
    return frame(
        rule,
        Set.of(name),
        rule.packets().servers(),
        rule.packets().hooks(),
        rule.packets().ports().first());
  }

  private static AccessRule to(AccessRule rule, String servers) {
    return frame(
        rule,
        rule.packets().interfaces(),
        Optional.of(ToyWorld.set(servers)),
        rule.packets().hooks(),
        rule.packets().ports().first());
  }

  private static AccessRule at(AccessRule rule, Hook hook, int port) {
    return frame(rule, rule.packets().interfaces(), rule.packets().servers(), Set.of(hook), port);
  }

  private static AccessRule frame(
      AccessRule rule,
      Set<String> interfaces,
      Optional<AddressSet> servers,
      Set<Hook> hooks,
      int port) {
    return new AccessRule(
        rule.name(),
        new Scope.Packets(
            hooks, new TreeSet<>(interfaces), servers, Ports.of(port), rule.packets().running()),
        rule.peers(),
        rule.otherwise(),
        rule.log(),
        rule.openUntil());
  }
}
