package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;
import org.postern.plan.Effect;
import org.postern.plan.Ruleset;

/**
 * What tables of others leave of a rule that promises that peers pass, held against real
 * connections.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EffectsIT {
  private final Promises promises = new Promises(Filter.NFTABLES);

  @AfterAll
  void endOfTheWorld() throws IOException {
    promises.close();
  }

  @AfterEach
  void takeAwayWhatOthersDid() {
    for (String table : promises.server().nft("list tables").lines().toList()) {
      if (!table.equals("table inet postern") && !table.equals("table inet watch")) {
        promises.server().nft("delete " + table);
      }
    }
    promises.server().holds(Promises.RULESET);
  }

  private void load(String script) {
    promises.server().load(script);
  }

  private static String chain(String hook, String body) {
    return "table inet other { chain c { type filter hook %s priority 5; %s }; }"
        .formatted(hook, body);
  }

  @Test
  void nobodyElseLeavesAllOfIt() {
    assertEquals(List.of(), promises.effects());
    promises.holdAgainstPackets();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy drop;",
        "tcp dport 53 drop;",
        "tcp dport 53 reject;",
        "tcp dport 53 reject with tcp reset;",
        "meta l4proto tcp drop;",
        "counter drop;",
        "policy drop; ct state established,related accept;",
        "policy drop; ct state { established, related } accept; udp dport 53 accept;",
        "policy drop; ct state vmap { established : accept, related : accept, invalid : drop };",
        "policy drop; oifname lo accept; oif lo accept;",
        "policy drop; tcp dport { 22, 80, 1000-2000 } accept;",
        "policy drop; tcp dport vmap { 22 : accept, 54-60 : accept };",
        "policy drop; ip daddr 127.0.0.0/8 accept; ip6 daddr ::1 accept;",
        "policy drop; ip daddr { 224.0.0.0/4 } accept; ip6 daddr ff00::/8 accept;",
        "policy drop; ip daddr . tcp dport { 198.51.100.1 . 54 } accept;",
        "policy drop; tcp flags & (syn|ack) == ack accept;",
        "policy drop; ct status dnat accept; fib daddr type local accept;",
        "policy drop; meta l4proto { icmp, ipv6-icmp, udp } accept;",
        "policy drop; limit rate 1/second log prefix \"x\";",
        "policy drop; tcp dport >= 54 accept; tcp dport < 53 accept; tcp dport != 53 accept;",
        "policy drop; meta l4proto udp th dport 53 accept;",
        "tcp dport 50-60 drop;",
        "tcp dport != 54 meta l4proto tcp drop;",
        "th dport 53 drop;",
      })
  void aDropOfAllIsSaid(String body) {
    load(chain("output", body));
    List<Effect> said = promises.effects("dns", Effect.Kind.NONE);
    assertEquals(List.of("inet other c (hook output)"), wheres(said));
    assertEquals(List.of(), promises.effects("web", Effect.Kind.NONE));
    promises.holdAgainstPackets();
  }

  private static List<String> wheres(List<Effect> effects) {
    return effects.stream().map(Effect::where).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy drop; ct state established accept; tcp dport 53 accept;",
        "policy drop; ct state new accept;",
        "policy drop; ct state new,established accept;",
        "policy drop; ct state vmap { established : accept, new : accept };",
        "policy drop; tcp dport { 22, 50-60 } accept;",
        "policy drop; meta l4proto { tcp, udp } th dport 53 accept;",
        "policy drop; oifname != lo accept;",
        "policy drop; ip protocol tcp accept; ip6 nexthdr tcp accept;",
        "policy drop; tcp flags & (fin|syn|rst|ack) == syn accept; ct state established accept;",
        "policy drop; meta nfproto { ipv4, ipv6 } accept;",
        "policy drop; meta l4proto tcp ct original proto-dst 53 accept;",
        "policy drop; ct direction original accept;",
        "tcp dport 54 drop; udp dport 53 drop; ct state invalid drop;",
        "tcp dport 53 accept; tcp dport 53 drop;",
        "tcp flags & (fin|syn|rst|ack) != syn ct state new drop;",
      })
  void whatPassesIsNoMatter(String body) {
    load(chain("output", body));
    assertEquals(List.of(), promises.effects());
    promises.holdAgainstPackets();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip daddr 203.0.113.0/24 drop;",
        "policy drop; ip daddr 198.51.100.1 accept; ip6 daddr 2001:db8::1 accept;",
        "policy drop; oifname eth0 accept;",
        "policy drop; meta skuid 0 accept;",
        "tcp dport 53 limit rate over 9000/second drop;",
        "policy drop; meta mark 5 accept;",
        "policy drop; tcp sport 1024-65535 accept;",
      })
  void whatDependsIsSaidToDepend(String body) {
    load(chain("output", body));
    assertEquals(List.of("dns"), promises.effects().stream().map(Effect::rule).distinct().toList());
    assertEquals(List.of(), promises.effects("dns", Effect.Kind.NONE));
    promises.holdAgainstPackets();
  }

  /** A drop counts at whatever place, and an accept elsewhere does not help. */
  @ParameterizedTest
  @CsvSource({"-200, 100", "100, -200", "-11, -10", "0, 0"})
  void theOrderOfChainsDoesNotMatter(int drop, int accept) {
    load(
        """
        table inet other {
          chain a { type filter hook output priority %d; tcp dport 53 accept; }
          chain b { type filter hook output priority %d; policy drop; ct state established accept; }
        }
        """
            .formatted(accept, drop));
    assertEquals(
        List.of("inet other b (hook output)"), wheres(promises.effects("dns", Effect.Kind.NONE)));
    promises.holdAgainstPackets();
  }

  @Test
  void jumpsAreFollowed() {
    load(
        """
        table inet other {
          chain deep { tcp dport 53 goto deeper; }
          chain deeper { meta l4proto tcp drop; }
          chain passes { tcp dport 8025 return; tcp dport 53 accept; }
          chain c { type filter hook output priority 0; jump passes; jump deep; }
          chain d { type filter hook input priority 0; jump passes; tcp dport 8025 jump deeper; }
        }
        """);
    assertEquals(List.of(), promises.effects("dns", Effect.Kind.NONE));
    Effect web = promises.effects("web", Effect.Kind.NONE).getFirst();
    assertEquals("drops or rejects it in chain deeper", web.why());
    promises.holdAgainstPackets();
  }

  @Test
  void oneFamilyIsToldFromTheOther() {
    load("table ip6 other { chain c { type filter hook output priority 0; policy drop; }; }");
    Effect said = promises.effects("dns", Effect.Kind.NONE).getFirst();
    assertTrue(said.why().endsWith("(IPv6)"), said::why);
    promises.holdAgainstPackets();
  }

  @Test
  void aTableThatSleepsDropsNothing() {
    load(
        "table inet other { flags dormant; chain c { type filter hook output priority 0; policy"
            + " drop; }; }");
    assertEquals(List.of(), promises.effects());
    promises.holdAgainstPackets();
  }

  /** What is sent elsewhere is judged by where it then goes, and that is not followed. */
  @Test
  void whatMayBeTranslatedIsSaidToDepend() {
    load(
        """
        table ip other {
          chain n { type nat hook output priority -100; tcp dport 53 redirect to :5353; }
          chain c { type filter hook output priority 0; policy drop; tcp dport 5353 accept; }
        }
        """);
    assertEquals(List.of(), promises.effects("dns", Effect.Kind.NONE));
    assertEquals(1, promises.effects("dns", Effect.Kind.UNTOLD).size());
  }

  @Test
  void whatIsTranslatedElsewhereChangesNothing() {
    load(
        """
        table ip other {
          chain n { type nat hook output priority -100; tcp dport 80 redirect to :8080;
            fib daddr type local dnat to 10.0.0.1; ip daddr 127.0.0.0/8 redirect; }
          chain c { type filter hook output priority 0; policy drop; tcp dport 5353 accept; }
        }
        """);
    assertEquals(1, promises.effects("dns", Effect.Kind.NONE).size());
    promises.holdAgainstPackets();
  }

  /** The line that is proposed does what it is proposed for. */
  @Test
  void theProposedLineLetsItThrough() {
    load(chain("output", "policy drop; ct state established accept;"));
    Effect said = promises.effects("dns", Effect.Kind.NONE).getFirst();
    assertEquals(List.of("nft insert rule inet other c tcp dport 53 accept"), said.remedies());
    said.remedies().forEach(line -> promises.server().exec(line));
    assertEquals(List.of(), promises.effects());
    promises.holdAgainstPackets();
    assertTrue(promises.passesOut("198.51.100.1"));
  }

  @Test
  void firewalldClosesWhatNoZoneOpens() throws IOException {
    load(resource("firewalld.nft"));
    Effect said = promises.effects("web", Effect.Kind.NONE).getFirst();
    assertEquals(
        List.of(
            "firewall-cmd --permanent --zone=public --add-port=8025/tcp && firewall-cmd --reload"),
        said.remedies());
    assertEquals(List.of(), promises.effects("dns", Effect.Kind.NONE));
    promises.holdAgainstPackets();
    // What that line has firewalld write.
    promises.server().load("add rule inet firewalld filter_IN_public_allow tcp dport 8025 accept");
    assertEquals(List.of(), promises.effects());
    promises.holdAgainstPackets();
  }

  private static final List<String> CONDITIONS =
      List.of(
          "",
          "",
          "tcp dport 53",
          "tcp dport 8025",
          "tcp dport != 53",
          "tcp dport { 53, 8000-9000 }",
          "tcp dport < 1000",
          "tcp dport >= 8025",
          "udp dport 53",
          "meta l4proto tcp",
          "meta l4proto 6",
          "meta l4proto { tcp, udp }",
          "ip protocol udp",
          "ip6 nexthdr tcp",
          "meta nfproto ipv4",
          "meta nfproto != ipv6",
          "ct state new",
          "ct state established,related",
          "ct state != invalid",
          "ct state { new, untracked }",
          "ct direction reply",
          "ct status dnat",
          "iifname lo",
          "iifname eth0",
          "iifname != \"eth*\"",
          "oifname != lo",
          "iif lo",
          "tcp flags syn",
          "tcp flags & (syn|ack) == syn",
          "tcp flags & (fin|rst) != 0",
          "tcp flags ack / syn,ack",
          "ip daddr 198.51.100.0/24",
          "ip daddr 10.0.0.0/8",
          "ip saddr != 192.0.2.0/25",
          "ip6 daddr 2001:db8::/32",
          "ip6 saddr fe80::/10",
          "ip daddr { 198.51.100.1, 198.51.100.10 }",
          "ip daddr . tcp dport { 198.51.100.1 . 53, 198.51.100.8/29 . 8000-8100 }",
          "fib daddr type local",
          "fib daddr type { unicast, broadcast }",
          "meta protocol ip6",
          "meta mark 0",
          "meta skuid 0",
          "ip ttl 64",
          "limit rate 100000/second",
          "meta pkttype host",
          "tcp dport & 1 == 1",
          "th dport 53 meta l4proto tcp",
          "ct original ip daddr 198.51.100.1");

  /** Firewalls of every kind: what is said of them holds of packets. */
  @Test
  void whatIsSaidOfAnyFirewallHoldsOfPackets() {
    Random random = new Random(5);
    int none = 0;
    int silent = 0;
    for (int i = 0; i < Sizes.pick(12, 300); i++) {
      String firewall = firewall(random);
      load(firewall);
      List<Effect> effects = promises.effects();
      none += effects.stream().anyMatch(Effect::isNone) ? 1 : 0;
      silent += effects.isEmpty() ? 1 : 0;
      try {
        promises.holdAgainstPackets();
      } catch (AssertionError e) {
        throw new AssertionError(firewall, e);
      }
      promises.server().nft("delete table inet any");
    }
    assertTrue(none > 0 && silent > 0, none + " without effect, " + silent + " with all of it");
  }

  private static String firewall(Random random) {
    StringBuilder text = new StringBuilder("table inet any {\n");
    for (String chain : List.of("three", "two", "one")) {
      text.append("  chain ")
          .append(chain)
          .append(" {\n")
          .append(rules(random, chain))
          .append("  }\n");
    }
    for (String hook : List.of("input", "output")) {
      text.append("  chain ").append(hook);
      text.append(" {\n    type filter hook ").append(hook).append(" priority 5; policy ");
      text.append(random.nextBoolean() ? "drop" : "accept").append(";\n");
      text.append(rules(random, "")).append("  }\n");
    }
    return text.append("}\n").toString();
  }

  /** Chains lead to those that were written before them. */
  private static String rules(Random random, String chain) {
    List<String> verdicts =
        new ArrayList<>(List.of("accept", "accept", "drop", "reject", "return", "counter"));
    List<String> below =
        switch (chain) {
          case "three" -> List.of();
          case "two" -> List.of("three");
          case "one" -> List.of("two", "three");
          default -> List.of("one", "two", "three");
        };
    below.forEach(name -> verdicts.addAll(List.of("jump " + name, "goto " + name)));
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String first = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
      String verdict = verdicts.get(random.nextInt(verdicts.size()));
      text.append("    ").append(first).append(' ').append(verdict).append('\n');
    }
    if (random.nextInt(4) == 0) {
      text.append("    tcp dport vmap { 53 : drop, 8000-8030 : accept, 22 : return }\n");
    }
    return text.toString();
  }

  /** A rule that refuses is not made void by others who refuse more. */
  @Test
  void whatRefusesIsNeverVoid() {
    load(chain("input", "policy drop;"));
    Ruleset refusing =
        Rulesets.of(
            """
            sets: {s: {sources: [192.0.2.1]}}
            rules: [{name: smtp, port: tcp/25, accept: [s], otherwise: drop}]
            """);
    assertEquals(
        List.of(),
        promises
            .server()
            .run(() -> promises.server().target().facets().effects().orElseThrow().of(refusing)));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = EffectsIT.class.getResourceAsStream("/effect/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
