package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.plan.SeenPeer;

/** The peers that the kernel remembers, as it remembers them. */
class SeenIT {
  private static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.0/24]}}
      rules:
        - {name: smtp-in, hook: [input, output], port: tcp/25, accept: [s], otherwise: drop}
        - {name: look, hook: input, port: tcp/587, accept: [s], otherwise: observe}
        - {name: free, hook: input, port: tcp/465, accept: any}
      """;

  private static final Duration LIFE = Duration.ofDays(7);

  private final World world = new World();
  private final Host server = world.host("server");
  private final Wire wire = world.wire(world.host("client"), "eth0", server, "eth0");
  private final NftablesTarget target = new NftablesTarget();
  private int port = 10_000;

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

  private List<SeenPeer> seen() {
    return server.run(target::seen);
  }

  private SeenPeer seen(String rule, String peer) {
    return seen().stream()
        .filter(one -> one.rule().equals(rule))
        .filter(one -> one.peer().equals(Rulesets.address(peer)))
        .findFirst()
        .orElseThrow();
  }

  private void send(String peer, int to) {
    String address = peer.contains(".") ? "198.51.100.10" : "2001:db8:ff::10";
    port++;
    wire.send(
        new Segment(Rulesets.address(peer), port, Rulesets.address(address), to, Segment.SYN));
  }

  private static String words(List<SeenPeer> seen) {
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

  /** Others may write into our sets, and make sets that look like ours. */
  @Test
  void whatOthersPutThereBreaksNothing() {
    server.load(
        """
        add element inet postern smtp_in_seen_ip { 203.0.113.1 timeout 2d expires 1d }
        add element inet postern smtp_in_seen_ip { 203.0.113.2 timeout 30d expires 20d }
        add element inet postern smtp_in_seen_ip { * }
        add chain inet postern odd_from
        add set inet postern odd_seen_ip { type ipv4_addr; flags interval; }
        add element inet postern odd_seen_ip { 10.0.0.0/8 }
        add map inet postern odd_seen_ip6 { type ipv6_addr : verdict; }
        add element inet postern odd_seen_ip6 { ::1 : drop }
        add chain inet postern odder_to
        add set inet postern odder_seen_ip { type inet_service; flags timeout; timeout 1h; }
        add element inet postern odder_seen_ip { 25 }
        add set inet postern odder_seen_ip6 { type ipv4_addr; flags timeout; timeout 1h; }
        add element inet postern odder_seen_ip6 { 10.0.0.1 }
        add chain inet postern oddest_to
        add set inet postern oddest_seen_ip { type ipv4_addr; flags timeout; }
        add element inet postern oddest_seen_ip { 10.0.0.1, 10.0.0.2 timeout 1h }
        add set inet postern nobodys_seen_ip { type ipv4_addr; flags timeout; timeout 1h; }
        add element inet postern nobodys_seen_ip { 10.0.0.1 }
        """);
    assertEquals(
        """
        oddest 10.0.0.2 0
        smtp-in 203.0.113.1 0
        smtp-in 203.0.113.2 0
        """,
        words(seen()));
    Duration aDay = seen("smtp-in", "203.0.113.1").ago().minus(Duration.ofDays(1));
    assertTrue(aDay.abs().compareTo(Duration.ofMinutes(1)) < 0, aDay::toString);
    server.bring(Rulesets.of(POLICY));
  }

  @Test
  void aTableThatIsNotThereRemembersNobody() {
    server.load("flush ruleset");
    assertEquals(List.of(), seen());
  }

  /** A flood from all over the world fills the sets, and no more. */
  @Test
  void fullSetsAreReadAndALargerOneOnlyInPart() {
    server.load("add element inet postern smtp_in_seen_ip {" + many(10) + "}\n");
    long begin = System.nanoTime();
    Map<String, Long> counts =
        seen().stream().collect(Collectors.groupingBy(SeenPeer::rule, Collectors.counting()));
    System.out.printf("seen, 65,536 peers: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    assertEquals(Map.of("smtp-in", (long) Holders.SEEN_SIZE), counts);
    assertTrue(seen().stream().allMatch(one -> one.ago().compareTo(LIFE) < 0));

    server.load(
        """
        add chain inet postern large_to
        add set inet postern large_seen_ip { type ipv4_addr; flags timeout; timeout 7d; }
        add element inet postern large_seen_ip {%s, %s}
        """
            .formatted(many(10), many(11)));
    assertEquals(
        Holders.SEEN_SIZE, seen().stream().filter(one -> one.rule().equals("large")).count());
  }

  private static String many(int network) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Holders.SEEN_SIZE; i++) {
      text.append(i == 0 ? "" : ", ");
      text.append("%d.0.%d.%d".formatted(network, i >> 8, i & 255));
    }
    return text.toString();
  }
}
