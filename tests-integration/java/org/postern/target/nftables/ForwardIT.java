package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.Address;
import org.postern.plan.Change;
import org.postern.plan.Ruleset;
import org.postern.target.nftables.Watch.Fate;

/** A gateway with translation: packets are judged by what their client dialled. */
@ParameterizedClass
@MethodSource("org.postern.target.nftables.Filter#withNft")
class ForwardIT {
  private static final Ruleset GATE =
      Rulesets.of(
          """
          sets: {filter: {sources: [192.0.2.0/24, "2001:db8:1::/48"]}}
          rules:
            - {name: smtp, hook: [input, forward], in: [wan], port: tcp/25,
               to: [198.51.100.10, "2001:db8:ff::10"], accept: [filter], otherwise: drop}
          """);

  private final World world = new World();
  private final Host internet = world.host("internet");
  private final Host gateway;
  private final Host inner = world.host("inner");
  private final Wire wan;
  private final Wire lan;
  private int port = 10_000;

  ForwardIT(Filter filter) {
    gateway = world.host("gateway", filter);
    wan = world.wire(internet, "eth0", gateway, "wan");
    lan = world.wire(inner, "eth0", gateway, "lan");
  }

  @BeforeEach
  void giveAddresses() {
    gateway.ip("address add 198.51.100.10/24 dev wan");
    gateway.ip("address add 2001:db8:ff::10/64 dev wan nodad");
    gateway.ip("address add 10.0.0.1/24 dev lan");
    gateway.ip("address add 2001:db8:aa::1/64 dev lan nodad");
    gateway.ip("route add default dev wan");
    gateway.ip("-6 route add default dev wan");
    inner.ip("address add 10.0.0.5/24 dev eth0");
    inner.ip("address add 2001:db8:aa::5/64 dev eth0 nodad");
    gateway.exec("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    gateway.ip("neighbor replace 10.0.0.5 lladdr 02:00:00:00:00:03 dev lan");
    gateway.ip("neighbor replace 2001:db8:aa::5 lladdr 02:00:00:00:00:03 dev lan");
    for (String far : List.of("203.0.113.80", "192.0.2.7", "2001:db8:9::9")) {
      gateway.ip("neighbor replace " + far + " lladdr 02:00:00:00:00:01 dev wan");
    }
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  private Watch translating(String rules) {
    gateway.load(
        """
        table inet translate {
          chain pre { type nat hook prerouting priority dstnat; %s; }
        }
        """
            .formatted(rules));
    gateway.bring(GATE);
    return Watch.of(gateway);
  }

  private Fate fate(Watch watch, Wire wire, String from, String to, int dialled) {
    return fate(watch, wire, from, to, dialled, Segment.SYN);
  }

  private Fate fate(Watch watch, Wire wire, String from, String to, int dialled, int flags) {
    int own = ++port;
    Address source = Rulesets.address(from);
    Segment segment = new Segment(source, own, Rulesets.address(to), dialled, flags);
    return watch.fate(own, () -> wire.send(segment));
  }

  private static String toInner(int port) {
    return "meta nfproto ipv4 tcp dport 25 ip daddr 198.51.100.10 dnat ip to 10.0.0.5:"
        + port
        + "\n meta nfproto ipv6 tcp dport 25 ip6 daddr 2001:db8:ff::10"
        + " dnat ip6 to [2001:db8:aa::5]:"
        + port;
  }

  @Test
  void whatIsTranslatedIsJudgedAsDialled() {
    Watch watch = translating(toInner(25));
    judgesAsDialled(watch);
  }

  @Test
  void aTranslatedPortIsJudgedAsDialled() {
    Watch watch = translating(toInner(2525));
    judgesAsDialled(watch);
  }

  private void judgesAsDialled(Watch watch) {
    Watch server = Watch.of(inner);
    assertEquals(Fate.ACCEPTED, fate(watch, wan, "192.0.2.7", "198.51.100.10", 25));
    Watch.await(() -> server.arrived().contains(port), "not translated");
    assertEquals(Fate.REFUSED, fate(watch, wan, "203.0.113.80", "198.51.100.10", 25));
    assertEquals(Fate.ACCEPTED, fate(watch, wan, "2001:db8:1::1", "2001:db8:ff::10", 25));
    assertEquals(Fate.REFUSED, fate(watch, wan, "2001:db8:9::9", "2001:db8:ff::10", 25));
    assertEquals(
        Fate.REFUSED,
        fate(watch, wan, "203.0.113.80", "198.51.100.10", 25, Segment.SYN | Segment.FIN));
  }

  @Test
  void aListOfPortsIsJudgedAsDialled() {
    gateway.load(
        """
        table inet translate {
          chain pre { type nat hook prerouting priority dstnat;
            meta nfproto ipv4 tcp dport { 25, 465, 2500-2599 } dnat ip to 10.0.0.5:2525; }
        }
        """);
    gateway.bring(
        Rulesets.of(
            """
            sets: {filter: {sources: [192.0.2.0/24]}}
            rules:
              - {name: smtp, hook: [input, forward], in: [wan], accept: [filter], otherwise: drop,
                 port: [tcp/25, tcp/465, tcp/2500-2599]}
            """));
    Watch watch = Watch.of(gateway);
    for (int dialled : List.of(25, 465, 2500, 2550, 2599)) {
      assertEquals(Fate.ACCEPTED, fate(watch, wan, "192.0.2.7", "198.51.100.10", dialled));
      assertEquals(Fate.REFUSED, fate(watch, wan, "203.0.113.80", "198.51.100.10", dialled));
    }
    for (int other : List.of(24, 26, 464, 466, 2499, 2600)) {
      assertEquals(Fate.UNJUDGED, fate(watch, wan, "203.0.113.80", "198.51.100.10", other));
    }
  }

  @Test
  void whatGoesOutOrThroughOrRoundIsNotOurs() {
    Watch watch =
        translating(
            toInner(25) + "\n ip daddr 198.51.100.10 tcp dport 8025 dnat ip to 10.0.0.5:25");

    assertEquals(Fate.UNJUDGED, fate(watch, lan, "10.0.0.5", "203.0.113.80", 25));
    assertEquals(Fate.UNJUDGED, fate(watch, lan, "2001:db8:aa::5", "2001:db8:9::9", 25));
    assertEquals(Fate.UNJUDGED, fate(watch, lan, "10.0.0.9", "198.51.100.10", 25));
    assertEquals(Fate.UNJUDGED, fate(watch, wan, "203.0.113.80", "10.0.0.5", 25));
    assertEquals(Fate.UNJUDGED, fate(watch, wan, "203.0.113.80", "198.51.100.10", 8025));
  }

  @Test
  void whatIsNotTrackedIsJudgedAsItStands() {
    Watch watch = translating(toInner(25));
    gateway.load(
        """
        table inet untrack {
          chain pre { type filter hook prerouting priority raw; tcp dport 25 notrack; }
        }
        """);

    assertEquals(Fate.ACCEPTED, fate(watch, wan, "192.0.2.7", "198.51.100.10", 25));
    assertEquals(Fate.REFUSED, fate(watch, wan, "203.0.113.80", "198.51.100.10", 25));
    assertEquals(Fate.REFUSED, fate(watch, wan, "2001:db8:9::9", "2001:db8:ff::10", 25));
    assertEquals(Fate.UNJUDGED, fate(watch, wan, "203.0.113.80", "10.0.0.5", 25));
  }

  /** Connection tracking calls an opening with FIN invalid, and does not translate it. */
  @Test
  void whatIsInvalidIsJudgedAsItStands() {
    Watch watch = translating(toInner(25));
    int odd = Segment.SYN | Segment.FIN | Segment.RST;

    assertEquals(Fate.ACCEPTED, fate(watch, wan, "192.0.2.7", "198.51.100.10", 25, odd));
    assertEquals(Fate.REFUSED, fate(watch, wan, "203.0.113.80", "198.51.100.10", 25, odd));
    assertEquals(Fate.REFUSED, fate(watch, wan, "2001:db8:9::9", "2001:db8:ff::10", 25, odd));
  }

  @Test
  void aHostThatBeginsToTranslateIsNoticed() {
    Ruleset input =
        Rulesets.of(
            """
            sets: {filter: {sources: [192.0.2.0/24]}}
            rules: [{name: smtp, hook: input, port: tcp/25, accept: [filter], otherwise: drop}]
            """);
    gateway.bring(input);
    Watch watch = Watch.of(gateway);
    gateway.load(
        """
        table ip translate {
          chain pre { type nat hook prerouting priority dstnat; tcp dport 25 redirect to :2525; }
        }
        """);
    assertEquals(Fate.UNJUDGED, fate(watch, wan, "203.0.113.80", "198.51.100.10", 25));

    List<Change> changes = gateway.planTo(input).changes();
    assertEquals(
        List.of(new Change.Repair("rule smtp does not see what was dialled before translation")),
        changes);
    gateway.bring(input);

    assertEquals(Fate.REFUSED, fate(watch, wan, "203.0.113.80", "198.51.100.10", 25));
    assertEquals(Fate.ACCEPTED, fate(watch, wan, "192.0.2.7", "198.51.100.10", 25));
    assertEquals(Fate.UNJUDGED, fate(watch, wan, "203.0.113.80", "198.51.100.10", 2525));
    gateway.load("delete table ip translate");
    assertTrue(gateway.planTo(input).isEmpty());
  }
}
