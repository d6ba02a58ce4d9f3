package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.target.nftables.layout.Holders;

/** The peers that the kernel remembers, as it remembers them. */
abstract class Seen {
  static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.0/24]}}
      rules:
        - {name: smtp-in, hook: [input, output], port: tcp/25, accept: [s], otherwise: drop}
        - {name: look, hook: input, port: tcp/587, accept: [s], otherwise: observe}
        - {name: free, hook: input, port: tcp/465, accept: any}
      """;

  static final Duration LIFE = Duration.ofDays(7);

  final World world = new World();
  final Host server;
  private final Wire wire;
  private int port = 10_000;

  Seen(Filter filter) {
    server = world.host("server", filter);
    wire = world.wire(world.host("client"), "eth0", server, "eth0");
  }

  @BeforeEach
  void load() {
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 2001:db8:ff::10/64 dev eth0 nodad");
    server.ip("route add default dev eth0");
    server.ip("-6 route add default dev eth0");
    server.bring(Rulesets.of(POLICY));
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  List<SeenPeer> seen() {
    return server.refusedPeers();
  }

  SeenPeer seen(String rule, String peer) {
    return seen().stream()
        .filter(one -> one.rule().equals(rule))
        .filter(one -> one.peer().equals(Rulesets.address(peer)))
        .findFirst()
        .orElseThrow();
  }

  void send(String peer, int to) {
    String address = peer.contains(".") ? "198.51.100.10" : "2001:db8:ff::10";
    port++;
    wire.send(
        new Segment(Rulesets.address(peer), port, Rulesets.address(address), to, Segment.SYN));
  }

  static String words(List<SeenPeer> seen) {
    return seen.stream()
        .map(one -> one.rule() + " " + one.peer() + " " + one.packets() + "\n")
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining());
  }

  @Test
  void whoeverIsRefusedOrObservedIsToldWithTheLastTime() throws InterruptedException {
    assertEquals(List.of(), seen());
    for (int i = 0; i < 3; i++) {
      send("203.0.113.9", 25);
    }
    send("2001:db8:9::9", 25);
    send("203.0.113.9", 587);
    send("192.0.2.1", 25);
    send("203.0.113.9", 465);
    Watch.await(() -> seen().stream().mapToLong(SeenPeer::packets).sum() == 5, "not remembered");
    assertEquals(
        """
        look 203.0.113.9 1
        smtp-in 2001:db8:9::9 1
        smtp-in 203.0.113.9 3
        """,
        words(seen()));
    Duration first = seen("smtp-in", "2001:db8:9::9").ago();
    assertTrue(first.compareTo(Duration.ofSeconds(30)) < 0, first::toString);
    Thread.sleep(3_000);
    send("203.0.113.9", 25);
    Watch.await(() -> seen("smtp-in", "203.0.113.9").packets() == 4, "not remembered again");
    Duration again = seen("smtp-in", "203.0.113.9").ago();
    assertTrue(again.compareTo(Duration.ofSeconds(3)) < 0, again::toString);
    Duration still = seen("smtp-in", "2001:db8:9::9").ago();
    assertTrue(still.compareTo(Duration.ofMillis(2_900)) > 0, still::toString);
  }

  @Test
  void aTableThatIsNotThereRemembersNobody() {
    server.bring(Ruleset.empty());
    assertEquals(List.of(), seen());
  }

  static String many(int network) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Holders.SEEN_SIZE; i++) {
      text.append(i == 0 ? "" : ", ");
      text.append("%d.0.%d.%d".formatted(network, i >> 8, i & 255));
    }
    return text.toString();
  }
}
