package org.postern.target.nftables.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/** Sets change by what differs, and hold in the end what they would if they were made anew. */
class RuleLayoutTest {
  private static AccessRule rule(AddressSet peers) {
    return new AccessRule(
        "smtp",
        new Scope.Packets(
            EnumSet.of(Hook.INPUT),
            new TreeSet<>(),
            Optional.empty(),
            Ports.of(25),
            Rule.Running.KEEP),
        new Peers.Only(peers),
        Optional.of(Refusal.DROP),
        Optional.empty(),
        Optional.empty());
  }

  /** A host on which our sets hold what a test put there. */
  private static final class Sets {
    private Observation seen = Observation.nothing();
    private NftLayout layout = NftLayout.nothing();
    private Map<String, AddressSet> held = new HashMap<>();
    private long changed;

    void bring(AddressSet peers) {
      Ruleset wanted = new Ruleset(List.of(rule(peers)));
      Plan plan = Plan.between(seen, wanted);
      RuleLayout laid = RuleLayout.of(rule(peers), plan, layout);
      Map<String, AddressSet> next = new HashMap<>();
      changed = 0;
      for (SetChange set : laid.sets()) {
        AddressSet before = held.getOrDefault(set.name(), AddressSet.none());
        assertEquals(before.size().longValueExact(), set.before(), set.name());
        assertTrue(before.containsAll(set.removed()), set.name());
        assertTrue(!before.intersects(set.added()), set.name());
        AddressSet together = before.union(set.added());
        assertEquals(together.size().longValueExact(), set.together(), set.name());
        assertTrue(set.together() <= set.lookup().size(), set.name());
        next.put(set.name(), together.subtract(set.removed()));
        changed += set.added().size().longValueExact() + set.removed().size().longValueExact();
      }
      held = next;
      layout =
          new NftLayout(
              TableContents.empty(),
              Optional.empty(),
              Map.of("smtp", laid.shape()),
              Map.of("smtp", laid.census()),
              new NftLayout.Surroundings(false, false),
              Stamp.nothing());
      seen = Observation.of(wanted);
      holds(peers, laid);
    }

    private void holds(AddressSet peers, RuleLayout laid) {
      Map<Length, AddressSet> wanted = PrefixSets.split(peers, laid.shape().lengths());
      Map<Length, AddressSet> found = new HashMap<>();
      laid.sets()
          .forEach(
              set ->
                  found.put(
                      Length.of(set.lookup()), held.getOrDefault(set.name(), AddressSet.none())));
      assertEquals(wanted, found);
      assertEquals(peers, PrefixSets.peers(found));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void smallChangesLeadWhereAFreshLayoutDoes(long seed) {
    Random random = new Random(seed);
    Sets sets = new Sets();
    AddressSet peers = AddressSet.none();
    for (int round = 0; round < 300; round++) {
      AddressSet.Builder some = AddressSet.builder();
      for (int i = random.nextInt(4); i >= 0; i--) {
        add(some, random);
      }
      peers = random.nextInt(3) == 0 ? peers.subtract(some.build()) : peers.union(some.build());
      sets.bring(peers);
    }
  }

  private static void add(AddressSet.Builder some, Random random) {
    Family family = random.nextInt(4) == 0 ? Family.IP6 : Family.IP;
    int hostBits = random.nextInt(9);
    long low = (0x0a000000L + random.nextInt(2_000)) & -(1L << hostBits);
    some.add(family, family == Family.IP ? 0 : 0x20010db8L << 32, low, family.bits() - hostBits);
  }

  @Test
  void tenAmongManyAreTen() {
    Sets sets = new Sets();
    AddressSet.Builder many = AddressSet.builder();
    for (int i = 0; i < 100_000; i++) {
      many.add(Family.IP, 0, 0x0a000000L + 4L * i, 32);
    }
    sets.bring(many.build());
    assertEquals(100_000, sets.changed);
    AddressSet.Builder ten = AddressSet.builder();
    for (int i = 0; i < 10; i++) {
      ten.add(Family.IP, 0, 0x0a000002L + 40_000L * i, 32);
    }
    AddressSet both = many.build().union(ten.build());
    sets.bring(both);
    assertEquals(10, sets.changed);
    sets.bring(both.subtract(ten.build()));
    assertEquals(10, sets.changed);
    sets.bring(many.build());
    assertEquals(0, sets.changed);
  }

  @Test
  void theWholeSpaceIsTwoHalves() {
    Sets sets = new Sets();
    sets.bring(AddressSet.all());
    assertEquals(4, sets.changed);
    sets.bring(AddressSet.all(Family.IP6));
    sets.bring(AddressSet.none());
    assertEquals(Map.of(), sets.held);
  }
}
