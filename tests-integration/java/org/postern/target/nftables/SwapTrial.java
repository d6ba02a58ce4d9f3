package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Counters;

/**
 * A server whose sets change under a constant stream of openings from those who are always in them
 * and from those who never are.
 */
final class SwapTrial implements AutoCloseable {
  /** A busy machine may leave a packet half judged for longer than one look takes. */
  private static final int LOOKS = 20;

  private final World world = new World();
  private final Host client = world.host("client");
  private final Host server;
  private final Wire wire;
  private final MovingPeers peers;
  private boolean counting;

  /** What was counted before and after the chains that judge. */
  record Counts(long keptCame, long keptPassed, long foreignCame, long foreignPassed) {
    long refused() {
      return keptCame - keptPassed;
    }

    /** How many packets were not judged as they must always be. */
    long wrong() {
      return refused() + foreignPassed;
    }

    /** No peer was judged wrong in any of so many changes. */
    void provesRight(int applies) {
      assertEquals(0, refused(), this::text);
      assertEquals(0, foreignPassed, this::text);
      assertTrue(keptCame > applies, this::text);
      assertTrue(foreignCame > applies, this::text);
    }

    String text() {
      return "judged=%d kept_refused=%d foreign_accepted=%d"
          .formatted(keptCame + foreignCame, refused(), foreignPassed);
    }
  }

  SwapTrial(int prefixes) {
    this(prefixes, Filter.NFTABLES);
  }

  SwapTrial(int prefixes, Filter filter) {
    server = world.host("server", filter);
    wire = world.wire(client, "eth0", server, "eth0");
    peers = new MovingPeers(42, prefixes);
  }

  Host server() {
    return server;
  }

  /** Those who always are in. */
  List<Address> kept() {
    return peers.kept();
  }

  /** Other peers, among them those who always are. */
  AddressSet nextPeers() {
    return peers.next();
  }

  /** Accepts other peers. */
  Ruleset next() {
    return Rulesets.accepting(nextPeers());
  }

  /** A way to carry out a change. */
  interface Way {
    void apply(Artifact artifact);
  }

  /** Makes changes one after another under the stream. */
  Counts change(int applies, Way way) {
    server.bring(next());
    return flooded(
        () -> {
          Ruleset wanted = Ruleset.empty();
          for (int i = 0; i < applies; i++) {
            wanted = next();
            way.apply(server.compile(server.planTo(wanted)));
          }
          server.holds(wanted);
        });
  }

  /** Our way. */
  void bySteps(Artifact artifact) {
    assertInstanceOf(Applied.Done.class, server.apply(artifact));
  }

  /** Counts what comes and what passes while the action runs. */
  Counts flooded(Runnable action) {
    if (!counting) {
      count();
      counting = true;
    }
    List<Segment> segments = new ArrayList<>();
    int port = 20_000;
    for (List<Address> from : List.of(peers.kept(), peers.foreign())) {
      for (Address peer : from) {
        segments.add(new Segment(peer, ++port, serverOf(peer), 25, Segment.SYN));
      }
    }
    Flood.during(wire, segments, action);
    Watch.await(this::atRest, "packets still come");
    return counts();
  }

  private boolean atRest() {
    return Stream.generate(this::counts).limit(LOOKS).distinct().count() == 1;
  }

  private void count() {
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

  private static Address serverOf(Address peer) {
    return Rulesets.address(peer.family() == Family.IP ? "198.51.100.10" : "2001:db8:ff::10");
  }

  Counts counts() {
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

  @Override
  public void close() {
    world.close();
  }
}
