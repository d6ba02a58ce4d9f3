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
import org.postern.policy.Rule;

class EquivalenceTest {
  private static final List<Packet> PACKETS = ToyWorld.packets();

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
        .map(at -> ruleset.verdict(example.packet(), at))
        .orElseGet(() -> ruleset.verdict(example.packet()));
  }

  @Test
  void aRuleThatIsOpenDiffersUntilItCloses() {
    FilterRule closed = ToyWorld.rule("smtp", "192.0.2.1");
    Instant closing = ToyWorld.MOMENTS.getLast();
    FilterRule open = closed.withOpenUntil(Optional.of(closing));
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset(open), ruleset(closed)).orElseThrow();
    assertEquals(Judgement.OBSERVED, found.left());
    assertEquals(Judgement.REFUSED, found.right());
    assertTrue(found.at().orElseThrow().isBefore(closing));
    FilterRule longer = closed.withOpenUntil(Optional.of(closing.plusSeconds(60)));
    assertEquals(
        Optional.of(closing.plusSeconds(59)),
        Equivalence.compare(ruleset(open), ruleset(longer)).orElseThrow().at());
  }

  @Test
  void aRuleThatJudgesOnlyWholePacketsDiffersInFragments() {
    FilterRule rule = ToyWorld.rule("smtp", "192.0.2.1", "2001:db8::1");
    FilterRule old = rule.withWholeOnly(true);
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset(rule), ruleset(old)).orElseThrow();
    assertTrue(found.packet().fragmented());
    assertEquals(Family.IP6, found.packet().peer().family());
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
    FilterRule everywhere = ToyWorld.rule("smtp", "192.0.2.1");
    FilterRule here = in(everywhere, "other0");
    Equivalence.Counterexample found =
        Equivalence.compare(ruleset(everywhere), ruleset(here)).orElseThrow();
    assertNotEquals("other0", found.packet().inInterface());
  }

  @Test
  void oneAddressAtTheEndOfTheSpaceIsFound() {
    AddressSet all = AddressSet.all();
    AddressSet last = ToyWorld.set("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    FilterRule rule = ToyWorld.rule("smtp");
    Equivalence.Counterexample found =
        Equivalence.compare(
                ruleset(rule.withPeers(new Peers.Only(all))),
                ruleset(rule.withPeers(new Peers.Only(all.subtract(last)))))
            .orElseThrow();
    assertEquals(last.first().orElseThrow(), found.packet().peer());
  }

  @Test
  void acceptingEverybodyMeansTheSameHoweverItIsWritten() {
    FilterRule any =
        new FilterRule(
            "smtp",
            Set.of(Hook.INPUT),
            new TreeSet<>(),
            Optional.empty(),
            25,
            new Peers.Any(),
            Optional.empty(),
            Rule.Running.KEEP,
            Optional.empty(),
            Optional.empty());
    FilterRule all = ToyWorld.rule("smtp").withPeers(new Peers.Only(AddressSet.all()));
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
    FilterRule a = in(ToyWorld.rule("a"), "eth0");
    FilterRule b = ToyWorld.rule("b");
    assertEquals(Map.of("a", "b"), Equivalence.overlaps(ruleset(a, b)));
    assertEquals(Map.of(), Equivalence.overlaps(ruleset(a, in(b, "eth1"))));
  }

  @Test
  void rulesForDifferentServersOrPortsOrHooksDoNotOverlap() {
    FilterRule a = ToyWorld.rule("a");
    FilterRule b = ToyWorld.rule("b");
    assertEquals(
        Map.of(), Equivalence.overlaps(ruleset(to(a, "192.0.2.0/25"), to(b, "192.0.2.128/25"))));
    assertEquals(
        Map.of("a", "b"),
        Equivalence.overlaps(ruleset(to(a, "192.0.2.0/25"), to(b, "192.0.2.127-192.0.2.200"))));
    assertEquals(Map.of(), Equivalence.overlaps(ruleset(a, at(b, Hook.INPUT, 587))));
    assertEquals(Map.of(), Equivalence.overlaps(ruleset(a, at(b, Hook.OUTPUT, 25))));
  }

  private static Ruleset ruleset(FilterRule... rules) {
    return new Ruleset(List.of(rules));
  }

  private static FilterRule in(FilterRule rule, String name) {
    return frame(rule, Set.of(name), rule.servers(), rule.hooks(), rule.port());
  }

  private static FilterRule to(FilterRule rule, String servers) {
    return frame(
        rule, rule.interfaces(), Optional.of(ToyWorld.set(servers)), rule.hooks(), rule.port());
  }

  private static FilterRule at(FilterRule rule, Hook hook, int port) {
    return frame(rule, rule.interfaces(), rule.servers(), Set.of(hook), port);
  }

  private static FilterRule frame(
      FilterRule rule,
      Set<String> interfaces,
      Optional<AddressSet> servers,
      Set<Hook> hooks,
      int port) {
    return new FilterRule(
        rule.name(),
        hooks,
        new TreeSet<>(interfaces),
        servers,
        port,
        rule.peers(),
        rule.otherwise(),
        rule.running(),
        rule.log(),
        rule.openUntil());
  }
}
