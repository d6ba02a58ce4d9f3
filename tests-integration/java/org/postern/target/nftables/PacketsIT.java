package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.target.nftables.Segment.ACK;
import static org.postern.target.nftables.Segment.FIN;
import static org.postern.target.nftables.Segment.RST;
import static org.postern.target.nftables.Segment.SYN;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.Address;
import org.postern.address.Interval;
import org.postern.target.nftables.Watch.Fate;

/** Packets on the input hook of a real kernel, each with the fate that a person wrote beside it. */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#withLegacy")
class PacketsIT {
  private static final String POLICY =
      """
      sets:
        filter:
          sources: [192.0.2.0/24, 203.0.113.5, 203.0.113.16-203.0.113.40,
                    "2001:db8:1::/48", "2001:db8:2::7"]
          never: [192.0.2.66]
        inner:
          sources: [10.9.0.0/16]
      rules:
        - {name: smtp, hook: input, in: [eth0], to: [198.51.100.10, "2001:db8:ff::10"],
           port: tcp/25, accept: [filter], never: [192.0.2.67], otherwise: drop}
        - {name: other-port, hook: input, port: tcp/2525, accept: [inner], otherwise: reject}
        - {name: look, hook: input, port: tcp/587, accept: [filter], otherwise: observe}
        - {name: free, hook: input, port: tcp/465, accept: any}
        - {name: list, hook: input, port: [tcp/2626, tcp/2700-2799, tcp/2801], accept: [inner],
           otherwise: drop}
        - {name: range, hook: input, in: [eth0], port: tcp/2900-2999, accept: [inner],
           otherwise: drop}
        - {name: many, hook: input, accept: [inner], otherwise: drop,
           port: [tcp/3001, tcp/3003, tcp/3005, tcp/3007, tcp/3009, tcp/3011, tcp/3013, tcp/3015,
                  tcp/3017, tcp/3019, tcp/3021, tcp/3023, tcp/3025, tcp/3027-3028, tcp/3030,
                  tcp/65000-65535]}
        - {name: closed, hook: input, in: [eth1], port: tcp/110, accept: none, otherwise: drop}
      """;

  /** Interface, flags, peer, server and port, and what becomes of it. */
  private static final String FATES =
      """
      eth0 S   192.0.2.0        198.51.100.10   25   accepted
      eth0 S   192.0.2.255      198.51.100.10   25   accepted
      eth0 S   192.0.1.255      198.51.100.10   25   refused
      eth0 S   192.0.3.0        198.51.100.10   25   refused
      eth0 S   192.0.2.65       198.51.100.10   25   accepted
      eth0 S   192.0.2.66       198.51.100.10   25   refused
      eth0 S   192.0.2.67       198.51.100.10   25   refused
      eth0 S   192.0.2.68       198.51.100.10   25   accepted
      eth0 S   203.0.113.5      198.51.100.10   25   accepted
      eth0 S   203.0.113.4      198.51.100.10   25   refused
      eth0 S   203.0.113.6      198.51.100.10   25   refused
      eth0 S   203.0.113.15     198.51.100.10   25   refused
      eth0 S   203.0.113.16     198.51.100.10   25   accepted
      eth0 S   203.0.113.40     198.51.100.10   25   accepted
      eth0 S   203.0.113.41     198.51.100.10   25   refused
      eth0 S   2001:db8:1::     2001:db8:ff::10 25   accepted
      eth0 S   2001:db8:1:ffff:ffff:ffff:ffff:ffff 2001:db8:ff::10 25 accepted
      eth0 S   2001:db8:0:ffff:ffff:ffff:ffff:ffff 2001:db8:ff::10 25 refused
      eth0 S   2001:db8:2::7    2001:db8:ff::10 25   accepted
      eth0 S   2001:db8:2::8    2001:db8:ff::10 25   refused
      eth1 S   203.0.113.6      198.51.100.10   25   unjudged
      eth1 S   2001:db8:2::8    2001:db8:ff::10 25   unjudged
      eth0 S   203.0.113.6      198.51.100.11   25   unjudged
      eth0 S   2001:db8:2::8    2001:db8:ff::11 25   unjudged
      eth0 S   10.9.255.255     198.51.100.10   2525 accepted
      eth0 S   10.10.0.0        198.51.100.10   2525 reset
      eth1 S   10.10.0.0        198.51.100.11   2525 reset
      eth1 S   2001:db8:1::1    2001:db8:ff::11 2525 reset
      eth0 S   10.9.0.1         198.51.100.10   25   refused
      eth0 S   192.0.2.1        198.51.100.10   2525 reset
      eth1 S   192.0.2.1        198.51.100.11   587  accepted
      eth1 S   192.0.3.1        198.51.100.11   587  observed
      eth1 S   2001:db8:2::8    2001:db8:ff::11 587  observed
      eth0 S   203.0.113.6      198.51.100.10   465  accepted
      eth0 S   2001:db8:9::9    2001:db8:ff::10 465  accepted
      eth1 S   192.0.2.1        198.51.100.10   110  refused
      eth1 S   2001:db8:1::1    2001:db8:ff::10 110  refused
      eth0 S   192.0.2.1        198.51.100.10   110  unjudged
      eth0 S   203.0.113.6      198.51.100.10   24   unjudged
      eth0 S   203.0.113.6      198.51.100.10   26   unjudged
      eth0 S   203.0.113.6      198.51.100.10   2625 unjudged
      eth0 S   203.0.113.6      198.51.100.10   2626 refused
      eth0 S   10.9.0.1         198.51.100.10   2626 accepted
      eth0 S   203.0.113.6      198.51.100.10   2627 unjudged
      eth0 S   203.0.113.6      198.51.100.10   2699 unjudged
      eth0 S   203.0.113.6      198.51.100.10   2700 refused
      eth0 S   10.9.0.1         198.51.100.10   2700 accepted
      eth0 S   2001:db8:2::8    2001:db8:ff::10 2750 refused
      eth0 S   203.0.113.6      198.51.100.10   2799 refused
      eth0 S   10.9.0.1         198.51.100.10   2799 accepted
      eth0 S   203.0.113.6      198.51.100.10   2800 unjudged
      eth0 S   2001:db8:2::8    2001:db8:ff::10 2801 refused
      eth0 S   203.0.113.6      198.51.100.10   2802 unjudged
      eth0 S   203.0.113.6      198.51.100.10   2899 unjudged
      eth0 S   203.0.113.6      198.51.100.10   2900 refused
      eth0 S   10.9.0.1         198.51.100.10   2999 accepted
      eth0 S   203.0.113.6      198.51.100.10   2999 refused
      eth1 S   203.0.113.6      198.51.100.10   2999 unjudged
      eth0 S   203.0.113.6      198.51.100.10   3000 unjudged
      eth0 S   203.0.113.6      198.51.100.10   3001 refused
      eth0 S   203.0.113.6      198.51.100.10   3002 unjudged
      eth0 S   2001:db8:2::8    2001:db8:ff::10 3028 refused
      eth0 S   203.0.113.6      198.51.100.10   3029 unjudged
      eth0 S   203.0.113.6      198.51.100.10   3030 refused
      eth0 S   203.0.113.6      198.51.100.10   64999 unjudged
      eth0 S   203.0.113.6      198.51.100.10   65000 refused
      eth0 S   10.9.0.1         198.51.100.10   65535 accepted
      eth0 S   203.0.113.6      198.51.100.10   65535 refused
      eth0 SF  203.0.113.6      198.51.100.10   25   refused
      eth0 SR  203.0.113.6      198.51.100.10   25   refused
      eth0 SFR 2001:db8:2::8    2001:db8:ff::10 25   refused
      eth0 SF  192.0.2.1        198.51.100.10   25   accepted
      eth0 SA  203.0.113.6      198.51.100.10   25   unjudged
      eth0 A   203.0.113.6      198.51.100.10   25   unjudged
      eth0 F   203.0.113.6      198.51.100.10   25   unjudged
      eth0 R   203.0.113.6      198.51.100.10   25   unjudged
      eth0 -   203.0.113.6      198.51.100.10   25   unjudged
      eth0 FA  2001:db8:2::8    2001:db8:ff::10 25   unjudged
      """;

  private final World world = new World();
  private final Host client = world.host("client");
  private final Host server;
  private final Map<String, Wire> wires;
  private int port = 10_000;

  PacketsIT(Filter filter) {
    server = world.host("server", filter);
    wires =
        Map.of(
            "eth0", world.wire(client, "eth0", server, "eth0"),
            "eth1", world.wire(client, "eth1", server, "eth1"));
  }

  @BeforeEach
  void giveAddresses() {
    server.ip("address add 198.51.100.10/24 dev eth0");
    server.ip("address add 198.51.100.11/24 dev eth0");
    server.ip("address add 2001:db8:ff::10/64 dev eth0 nodad");
    server.ip("address add 2001:db8:ff::11/64 dev eth0 nodad");
    server.ip("route add default dev eth0");
    server.ip("-6 route add default dev eth0");
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void eachPacketMeetsItsFate() {
    server.bring(Rulesets.of(POLICY));
    Watch watch = Watch.of(server);

    assertEquals(FATES, fates(watch));
  }

  /** The table again, with what became of each. */
  private String fates(Watch watch) {
    StringBuilder text = new StringBuilder();
    for (String line : FATES.lines().toList()) {
      String[] words = line.split(" +", -1);
      int from = ++port;
      Segment segment =
          new Segment(
              Rulesets.address(words[2]),
              from,
              Rulesets.address(words[3]),
              Integer.parseInt(words[4]),
              flags(words[1]));
      Fate fate = watch.fate(from, () -> wire(words[0]).send(segment));
      String found = fate.name().toLowerCase(Locale.ROOT);
      text.append(line, 0, line.lastIndexOf(' ') + 1).append(found).append('\n');
    }
    return text.toString();
  }

  private Wire wire(String name) {
    return Objects.requireNonNull(wires.get(name));
  }

  private static int flags(String letters) {
    return (letters.contains("S") ? SYN : 0)
        | (letters.contains("A") ? ACK : 0)
        | (letters.contains("F") ? FIN : 0)
        | (letters.contains("R") ? RST : 0);
  }

  @Test
  void intervalsEndWhereTheyEnd() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      words.add("172.16.%d.%d-172.16.%d.%d".formatted(2 * i, i, 2 * i + 1, (37 * i) % 256));
      words.add("2001:db8:%x::%x-2001:db8:%x::%x".formatted(16 * i, i, 16 * i + 1, 99 * i + 1));
    }
    server.bring(
        Rulesets.of(
            "sets: {s: {sources: [%s]}}\nrules: [{name: r, hook: input, port: tcp/25, accept: [s],"
                    .formatted("'" + String.join("','", words) + "'")
                + " otherwise: drop}]"));
    Watch watch = Watch.of(server);

    List<Interval> intervals = words.stream().map(Rulesets::interval).toList();
    Set<Integer> accepted = new HashSet<>();
    Set<Integer> sent = new HashSet<>();
    for (Interval interval : intervals) {
      for (Address peer : Rulesets.edges(interval)) {
        int from = ++port;
        sent.add(from);
        if (intervals.stream().anyMatch(one -> contains(one, peer))) {
          accepted.add(from);
        }
        wire("eth0").send(new Segment(peer, from, serverOf(peer), 25, SYN));
      }
    }
    Watch.await(() -> watch.arrived().containsAll(sent), "segments were lost");
    Watch.await(() -> watch.passed().size() >= accepted.size(), "accepted peers were refused");
    assertEquals(accepted, watch.passed());
  }

  private static boolean contains(Interval interval, Address peer) {
    return interval.family() == peer.family()
        && interval.first().compareTo(peer) <= 0
        && interval.last().compareTo(peer) >= 0;
  }

  private static Address serverOf(Address peer) {
    return Rulesets.address(
        switch (peer.family()) {
          case IP -> "198.51.100.10";
          case IP6 -> "2001:db8:ff::10";
        });
  }
}
