package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.plan.SeenPeer;
import org.postern.target.nftables.layout.Holders;

/** As a table of nftables shows them. */
class SeenIT extends Seen {
  SeenIT() {
    super(Filter.NFTABLES);
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

  private Map<String, Long> counts() {
    return seen().stream().collect(Collectors.groupingBy(SeenPeer::rule, Collectors.counting()));
  }

  /** A flood from all over the world fills the sets, and no more. */
  @Test
  void fullSetsAreReadAndALargerOneOnlyInPart() {
    server.load("add element inet postern smtp_in_seen_ip {" + many(10) + "}\n");
    long begin = System.nanoTime();
    seen();
    System.out.printf("seen, 65,536 peers: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    // While the kernel makes room in a set that has grown, a dump of it may leave some out.
    Map<String, Long> full = Map.of("smtp-in", (long) Holders.SEEN_SIZE);
    Watch.await(() -> counts().equals(full), "never were all of them told");
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
}
