package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.FilterRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;
import org.postern.policy.Rule;
import org.postern.policy.Verdict;
import org.postern.target.Applied;
import org.postern.target.Artifact;

/**
 * Sets change under a constant stream of openings: whoever is in the old and the new set is never
 * refused, whoever is in neither never gets in.
 */
class SwapIT {
  private static final int APPLIES = Sizes.pick(60, 200);
  private static final int PREFIXES = Sizes.pick(500, 5_000);

  private final World world = new World();
  private final Host client = world.host("client");
  private final Host server = world.host("server");
  private final Wire wire = world.wire(client, "eth0", server, "eth0");
  private final MovingPeers peers = new MovingPeers(42, PREFIXES);

  /** What was counted before and after our chains. */
  private record Counts(long keptCame, long keptPassed, long foreignCame, long foreignPassed) {
    long refused() {
      return keptCame - keptPassed;
    }

    String text() {
      return "judged=%d kept_refused=%d foreign_accepted=%d"
          .formatted(keptCame + foreignCame, refused(), foreignPassed);
    }
  }

  @BeforeEach
  void count() {
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 2001:db8:ff::10/64 dev eth0 nodad");
    server.load(
        """
        table inet count {
          set kept4 { type ipv4_addr; elements = { %s }; }
          set kept6 { type ipv6_addr; elements = { %s }; }
          counter kept_came { }
          counter kept_passed { }
          counter foreign_came { }
          counter foreign_passed { }
          chain came {
            type filter hook prerouting priority raw;
            tcp dport != 25 accept
            ip saddr @kept4 counter name kept_came accept
            ip6 saddr @kept6 counter name kept_came accept
            counter name foreign_came
          }
          chain passed {
            type filter hook input priority 100;
            tcp dport != 25 accept
            ip saddr @kept4 counter name kept_passed drop
            ip6 saddr @kept6 counter name kept_passed drop
            meta l4proto tcp counter name foreign_passed drop
          }
        }
        """
            .formatted(kept(Family.IP), kept(Family.IP6)));
  }

  private String kept(Family family) {
    return peers.kept().stream()
        .filter(address -> address.family() == family)
        .map(Address::toString)
        .collect(Collectors.joining(", "));
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void nobodyIsJudgedWrongWhileSetsChange() {
    server.bring(accepting(peers.next()));
    Counts counts = flooded(() -> change(this::bySteps));
    System.out.println("swap: applies=" + APPLIES + " prefixes=" + PREFIXES + " " + counts.text());
    assertEquals(0, counts.refused(), counts::text);
    assertEquals(0, counts.foreignPassed(), counts::text);
    assertTrue(counts.keptCame() > APPLIES, counts::text);
    assertTrue(counts.foreignCame() > APPLIES, counts::text);
  }

  /** The control: what it would be like if all steps were one. The figures are only reported. */
  @Test
  void oneTransactionForAllIsTheControl() {
    server.bring(accepting(peers.next()));
    Counts counts = flooded(() -> change(this::atOnce));
    System.out.println(
        "swap in one transaction (control): applies=%d prefixes=%d %s"
            .formatted(APPLIES, PREFIXES, counts.text()));
    assertTrue(counts.keptCame() > APPLIES, counts::text);
  }

  /** Were it not for the order of the steps: this shows that a wrong verdict would be seen. */
  @Test
  void deletingFirstRefusesWhoIsKept() {
    server.bring(accepting(peers.next()));
    Counts counts = flooded(() -> change(this::deletingFirst));
    assertTrue(counts.refused() > 0, counts::text);
  }

  /** Likewise for those who are never let in. */
  @Test
  void removingAllFirstLetsStrangersIn() {
    server.bring(accepting(peers.next()));
    Counts counts =
        flooded(
            () -> {
              server.bring(Ruleset.empty());
              Watch.await(() -> counts().foreignPassed() > 0, "nobody came");
              server.bring(accepting(peers.next()));
            });
    assertTrue(counts.foreignPassed() > 0, counts::text);
  }

  private interface Way {
    void apply(Artifact artifact);
  }

  private void change(Way way) {
    Ruleset wanted = Ruleset.empty();
    for (int i = 0; i < APPLIES; i++) {
      wanted = accepting(peers.next());
      way.apply(server.compile(server.planTo(wanted)));
    }
    server.holds(wanted);
  }

  private void bySteps(Artifact artifact) {
    assertInstanceOf(Applied.Done.class, server.apply(artifact));
  }

  private void deletingFirst(Artifact artifact) {
    List<Request> first = new ArrayList<>();
    List<Request> rest = new ArrayList<>();
    for (Artifact.Step step : artifact.steps()) {
      for (Request request : ((BatchStep) step).requests()) {
        (request instanceof Elements.DelSetElem ? first : rest).add(request);
      }
    }
    server.connected(connection -> connection.commit(first));
    server.connected(connection -> connection.commit(rest));
  }

  private void atOnce(Artifact artifact) {
    List<Request> all = new ArrayList<>();
    artifact.steps().forEach(step -> all.addAll(((BatchStep) step).requests()));
    server.connected(connection -> connection.commit(all));
  }

  private Counts flooded(Runnable action) {
    List<Segment> segments = new ArrayList<>();
    int port = 20_000;
    for (List<Address> from : List.of(peers.kept(), peers.foreign())) {
      for (Address peer : from) {
        segments.add(new Segment(peer, ++port, serverOf(peer), 25, Segment.SYN));
      }
    }
    Flood.during(wire, segments, action);
    Watch.await(() -> counts().equals(counts()), "packets still come");
    return counts();
  }

  private static Address serverOf(Address peer) {
    return Rulesets.address(peer.family() == Family.IP ? "198.51.100.10" : "2001:db8:ff::10");
  }

  private Counts counts() {
    return server.connected(
        connection -> {
          List<Counters.CounterInfo> all = connection.reader().counters(TableFamily.INET, "count");
          return new Counts(
              packets(all, "kept_came"),
              packets(all, "kept_passed"),
              packets(all, "foreign_came"),
              packets(all, "foreign_passed"));
        });
  }

  private static long packets(List<Counters.CounterInfo> all, String name) {
    return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow().packets();
  }

  private static Ruleset accepting(AddressSet peers) {
    return new Ruleset(
        List.of(
            new FilterRule(
                "smtp",
                EnumSet.of(Hook.INPUT),
                new TreeSet<>(),
                Optional.empty(),
                25,
                new Peers.Only(peers),
                Optional.of(Verdict.DROP),
                Rule.Running.KEEP,
                Optional.empty())));
  }
}
