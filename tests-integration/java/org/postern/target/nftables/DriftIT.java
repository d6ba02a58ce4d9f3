package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.pipeline.Consent;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** Another program works on our table: the plan shows it, and apply repairs it. */
class DriftIT {
  private static final String POLICY =
      """
      sets:
        s: {sources: [192.0.2.0/24, 203.0.113.5, 203.0.113.6, "2001:db8::/32"]}
      rules:
        - {name: smtp, hook: [input, forward], in: [eth0, eth1], to: [198.51.100.10],
           port: tcp/25, accept: [s], otherwise: drop, log: {rate: 5/m}}
        - {name: dns, hook: output, port: tcp/53, accept: any}
        - {name: closed, hook: input, port: tcp/110, accept: none, otherwise: reject}
      """;

  private static final int OTHERS_RULES = Sizes.pick(40, 200);

  private final World world = new World();
  private final Host host = world.host("server");
  private final Ruleset wanted = Rulesets.of(POLICY);

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  /** What an administrator does by nft. */
  private static final List<String> BY_NFT =
      List.of(
          "insert rule inet postern input accept",
          "insert rule inet postern smtp_from ip saddr 203.0.113.9 accept",
          "add rule inet postern smtp_from tcp dport { 25, 26 } accept",
          "insert rule inet postern closed_from tcp dport vmap { 110 : return }",
          "add rule inet postern output ip daddr 192.0.2.1 drop",
          "flush chain inet postern input",
          "flush chain inet postern smtp_from",
          "flush chain inet postern dns_to",
          "flush table inet postern",
          "flush chain inet postern forward; delete chain inet postern forward",
          "flush table inet postern; delete chain inet postern smtp_fromscope",
          "flush table inet postern; delete chain inet postern smtp_from",
          "flush table inet postern; delete chain inet postern smtp_from;"
              + " add chain inet postern smtp_from { type filter hook input priority 7; }",
          "flush table inet postern; delete set inet postern smtp_ip_24_1536",
          "flush table inet postern; delete set inet postern smtp_seen_ip",
          "flush table inet postern; delete set inet postern smtp_seen_ip;"
              + " add set inet postern smtp_seen_ip { type ipv4_addr; flags timeout; }",
          "flush table inet postern; delete counter inet postern smtp_refused",
          "delete element inet postern smtp_ip_24_1536 { 192.0.2.0 }",
          "add element inet postern smtp_ip_24_1536 { 192.0.3.0 }",
          "add element inet postern smtp_ip_32_1536 { 192.0.2.77 }",
          "add element inet postern smtp_ip_24_1536 { 203.0.113.0 }",
          "add element inet postern smtp_ip_24_1536 { * }",
          "add element inet postern smtp_ip6_32_1536 { * }; flush set inet postern smtp_ip_24_1536",
          "insert rule inet postern smtp_from ip saddr & 0.0.0.0 @smtp_ip_24_1536 accept",
          "insert rule inet postern smtp_from ip saddr & 0.0.0.0 @smtp_ip_24_1536"
              + " counter name smtp_accepted return; add element inet postern smtp_ip_24_1536"
              + " { 0.0.0.0 }",
          "flush set inet postern smtp_ip_24_1536",
          "flush set inet postern smtp_ip6_32_1536",
          "add chain inet postern input { policy drop; }",
          "flush chain inet postern input; delete chain inet postern input;"
              + " add chain inet postern input { type filter hook input priority 5; }",
          "flush chain inet postern input; delete chain inet postern input;"
              + " add chain inet postern input",
          "add chain inet postern evil { type filter hook input priority -20; policy drop; }",
          "add chain inet postern evil; add rule inet postern evil jump smtp_from",
          "add chain inet postern evil_from; insert rule inet postern input jump evil_from",
          "add chain inet postern evil; add map inet postern m"
              + " { type ipv4_addr : verdict; elements = { 192.0.2.1 : jump evil }; };"
              + " insert rule inet postern smtp_from ip saddr vmap @m",
          "flush chain inet postern fragments",
          "insert rule inet postern fragments_input accept",
          "flush chain inet postern fragments_prerouting",
          "flush chain inet postern prerouting; delete chain inet postern prerouting",
          "flush chain inet postern prerouting; delete chain inet postern prerouting;"
              + " add chain inet postern prerouting"
              + " { type filter hook prerouting priority -300; }",
          "insert rule inet postern closed_fragments ip6 saddr 2001:db8:9::9 return",
          "flush table inet postern; delete set inet postern fragments",
          "flush table inet postern; delete counter inet postern fragments",
          "add set inet postern s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }",
          "add counter inet postern strange",
          "delete table inet postern",
          "add table inet postern { flags dormant; }",
          "flush ruleset",
          "add table ip nat; add chain ip nat p { type nat hook prerouting priority -100; }");

  /** What an administrator does by iptables and ipset; sets and chains are those of POLICY. */
  private static final List<String> BY_IPTABLES =
      List.of(
          "iptables -I INPUT -j ACCEPT",
          "ip6tables -I INPUT -p tcp --dport 25 -j ACCEPT",
          "iptables -D INPUT 1",
          "ip6tables -D FORWARD 1",
          "iptables -A INPUT -p tcp -m comment --comment postern -j POSTERN-INPUT",
          "iptables -I FORWARD -p tcp -j POSTERN-smtp_from",
          "iptables -N evil\niptables -A evil -j POSTERN-smtp_from\niptables -I INPUT -j evil",
          "iptables -I POSTERN-INPUT -j ACCEPT",
          "iptables -I POSTERN-smtp_from -s 203.0.113.9 -j ACCEPT",
          "ip6tables -I POSTERN-smtp_from 2 -s 2001:db8:9::9 -m comment --comment x -j RETURN",
          "iptables -A POSTERN-smtp_from -p tcp --dport 25 -j RETURN",
          "iptables -D POSTERN-smtp_from 2",
          "iptables -R POSTERN-closed_from 6 -p tcp -j DROP",
          "iptables -F POSTERN-INPUT",
          "ip6tables -F POSTERN-smtp_from",
          "iptables -F POSTERN-dns_to",
          "iptables -F POSTERN-smtp_ok",
          "iptables -F",
          "iptables -F\niptables -X\nip6tables -F\nip6tables -X",
          "iptables -F\niptables -X\nip6tables -F\nip6tables -X\nipset destroy",
          "iptables -F\niptables -X\nip6tables -F\nip6tables -X\nipset destroy smtp_x"
                  .replace("smtp_x", "postern_smtp_ip_a")
              + "\nipset create postern_smtp_ip_a hash:ip",
          "ip6tables -F POSTERN-FRAGMENTS_NO",
          "ip6tables -I POSTERN-INPUT_X -j RETURN",
          "ip6tables -D POSTERN-INPUT 1",
          "ip6tables -I POSTERN-closed_frag -s 2001:db8:9::9 -j RETURN",
          "ip6tables -R INPUT 1 -p tcp -m comment --comment postern -j POSTERN-INPUT",
          "ipset create x hash:ip family inet6\nipset swap x postern_fragments\nipset destroy x",
          "iptables -N POSTERN-evil_from\niptables -A POSTERN-evil_from -j ACCEPT",
          "ipset del postern_smtp_ip_a 192.0.2.0/24",
          "ipset add postern_smtp_ip_a 192.0.3.0/24",
          "ipset add postern_smtp_ip_a 192.0.2.77",
          "ipset add postern_smtp_ip_a 192.0.2.77 nomatch",
          "ipset add postern_smtp_ip6_a ::/1\nipset flush postern_smtp_ip_a",
          "ipset flush postern_smtp_ip6_a",
          "ipset create postern_smtp_ip_b hash:net\nipset add postern_smtp_ip_b 10.0.0.0/8",
          "ipset create postern_smtp_ip_b hash:net timeout 60\n"
              + "ipset swap postern_smtp_ip_a postern_smtp_ip_b\nipset destroy postern_smtp_ip_b",
          "ipset create x hash:ip\nipset swap x postern_smtp_seen_ip\nipset destroy x",
          "ipset create postern_strange list:set");

  /** What an undisturbed host holds. */
  private static final Map<Filter, Map<String, Set<String>>> FRESH = new EnumMap<>(Filter.class);

  /** The variants of iptables differ in little here, so each gets a third of it in every build. */
  static Stream<Arguments> drifts() {
    int variants = Sizes.pick(1, 2);
    return Stream.concat(
        BY_NFT.stream().map(what -> Arguments.of(Filter.NFTABLES, what)),
        IntStream.range(0, variants * BY_IPTABLES.size())
            .filter(i -> i % Sizes.pick(3, 1) == 0)
            .mapToObj(
                i ->
                    Arguments.of(
                        (i + i / BY_IPTABLES.size()) % 2 == 0
                            ? Filter.IPTABLES_NFT
                            : Filter.IPTABLES_LEGACY,
                        BY_IPTABLES.get(i % BY_IPTABLES.size()))));
  }

  @ParameterizedTest
  @MethodSource("drifts")
  void whatSomebodyDidIsSeenAndRepaired(Filter filter, String what) {
    Host drifting = world.host("drifting", filter);
    drifting.bring(wanted);
    drifting.disturb(
        what.replace("; add", "\nadd")
            .replace("; delete", "\ndelete")
            .replace("; flush", "\nflush")
            .replace("; insert", "\ninsert"));

    Plan plan = drifting.planTo(wanted);
    assertFalse(plan.isEmpty());
    assertInstanceOf(Applied.Done.class, drifting.apply(drifting.compile(plan)));
    drifting.holds(wanted);
    if (what.contains("nat")) {
      Host fresh = world.host("fresh", filter);
      fresh.load(what.replace("; add", "\nadd"));
      fresh.bring(wanted);
      Listing.assertSame(fresh, drifting);
    } else {
      assertEquals(FRESH.computeIfAbsent(filter, key -> fresh(key)), Listing.of(drifting), what);
    }
  }

  private Map<String, Set<String>> fresh(Filter filter) {
    Host fresh = world.host("fresh", filter);
    fresh.bring(wanted);
    return Listing.of(fresh);
  }

  static Stream<Arguments> moves() {
    return drifts()
        .filter(
            one ->
                List.of(
                        "insert rule inet postern input accept",
                        "delete element inet postern smtp_ip_24_1536 { 192.0.2.0 }",
                        "add element inet postern smtp_ip_24_1536 { 192.0.3.0 }",
                        "add chain inet postern input { policy drop; }",
                        "add table inet postern { flags dormant; }",
                        "delete table inet postern",
                        "iptables -I POSTERN-INPUT -j ACCEPT",
                        "ip6tables -D FORWARD 1",
                        "ipset del postern_smtp_ip_a 192.0.2.0/24",
                        "ipset add postern_smtp_ip_a 192.0.2.77",
                        "iptables -F")
                    .contains(one.get()[1]));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void aPlanForAnotherStateIsNotCarriedOut(Filter filter, String what) {
    Host moving = world.host("moving", filter);
    moving.bring(wanted);
    Artifact artifact =
        moving.compile(moving.planTo(Rulesets.of(POLICY.replace(".113.6", ".113.8"))));
    moving.disturb(what);

    Applied applied = moving.apply(artifact);
    assertTrue(assertInstanceOf(Applied.Unchanged.class, applied).moved());
    moving.bring(wanted);
  }

  @Test
  void othersMayChangeTheirTablesMeanwhile() {
    host.load("add table inet other\nadd chain inet other c");
    Ruleset next = Rulesets.of(POLICY.replace(".113.6", ".113.8"));
    try (NetnsThread other = new NetnsThread(host.name())) {
      Thread writer = Thread.ofPlatform().start(() -> addRules(other));
      for (int i = 0; writer.isAlive() || i < 2; i++) {
        host.bring(i % 2 == 0 ? wanted : next);
      }
    }
    String rules = host.nft("list chain inet other c");
    assertEquals(
        OTHERS_RULES, rules.lines().filter(line -> line.contains("tcp dport")).count(), rules);
  }

  /** Who cannot be met is named. */
  @Test
  void whoNeverRestsIsNamed() throws IOException {
    host.bring(wanted);
    Path policy =
        Files.writeString(folder.resolve("policy.yaml"), POLICY.replace(".113.6", ".113.8"));
    Pipeline pipeline = disturbed(3);

    List<Outcome> outcomes = host.run(() -> pipeline.apply(request(policy)));
    Outcome.Unchanged unchanged =
        assertInstanceOf(Outcome.Unchanged.class, outcomes.getFirst(), outcomes::toString);
    assertTrue(
        unchanged.why().matches("table inet postern was changed by another program \\(nft, .*\\)"),
        unchanged.why());
  }

  private static void addRules(NetnsThread other) {
    for (int i = 1; i <= OTHERS_RULES; i++) {
      other.nft("add rule inet other c tcp dport " + i + " drop", "-f", "-");
    }
  }

  /** The pipeline looks again and plans anew. */
  @Test
  void whoMeetsAMovedTablePlansAgain() throws IOException {
    host.bring(wanted);
    Path policy =
        Files.writeString(folder.resolve("policy.yaml"), POLICY.replace(".113.6", ".113.8"));
    Pipeline pipeline = disturbed(2);

    List<Outcome> outcomes = host.run(() -> pipeline.apply(request(policy)));
    assertInstanceOf(Outcome.Proven.class, outcomes.getFirst());
    host.holds(Rulesets.of(POLICY.replace(".113.6", ".113.8")));
  }

  /** The host of these tests has no interfaces. */
  private static Request request(Path policy) {
    return Request.of(policy).withConsent(new Consent(false, false, true));
  }

  private Pipeline disturbed(int times) {
    return Host.pipeline(folder.resolve("state"), new Disturbed(times));
  }

  /** Another program changes our table after each of the first looks at it. */
  private static final class Disturbed implements Target {
    private final Target target = new NftablesTarget();
    private int times;

    Disturbed(int times) {
      this.times = times;
    }

    @Override
    public Capabilities capabilities() {
      return target.capabilities();
    }

    @Override
    public Observation observe(Observation last) throws TargetException {
      Observation seen = target.observe(last);
      if (times > 0) {
        times--;
        World.command("nft", "add rule inet postern input tcp dport " + (times + 1) + " accept");
      }
      return seen;
    }

    @Override
    public Artifact compile(Plan plan) {
      return target.compile(plan);
    }

    @Override
    public Applied apply(Artifact artifact) throws TargetException {
      return target.apply(artifact);
    }
  }
}
