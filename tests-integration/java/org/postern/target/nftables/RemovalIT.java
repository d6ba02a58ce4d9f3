package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.Progress;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.Ownership;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules;
import org.postern.target.nftables.wire.Tables;

/** Whatever is in our table, however odd: it can be looked at, repaired, and removed. */
class RemovalIT {
  private static final TableFamily FAMILY = TableContents.FAMILY;
  private static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.0/24, 203.0.113.5, "2001:db8::/32"]}}
      rules:
        - {name: smtp, hook: [input, forward], in: [eth0], to: [198.51.100.10],
           port: tcp/25, accept: [s], otherwise: drop}
      """;

  private static final String OTHERS =
      """
      add table ip postern
      add table inet other
      add chain inet other c { type filter hook input priority 0; }
      add rule inet other c tcp dport 25 accept
      """;

  private final World world = new World();
  private final Host host = world.host("server");
  private final Ruleset wanted = Rulesets.of(POLICY);

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  static List<String> oddities() {
    return List.of(
        "",
        "add chain inet postern ing { type filter hook ingress device lo priority 0; }",
        """
        add chain inet postern nat { type nat hook prerouting priority -100; policy drop; }
        add rule inet postern nat tcp dport 80 redirect to :8080
        add rule inet postern nat ip daddr 192.0.2.9 dnat ip to 10.0.0.1
        """,
        """
        add chain inet postern a_from
        add chain inet postern a-b_to
        add chain inet postern b/c.d_fromscope
        add rule inet postern a_from jump a-b_to
        add rule inet postern a-b_to goto b/c.d_fromscope
        insert rule inet postern input tcp dport 25 jump a_from
        insert rule inet postern input jump a-b_to
        """,
        """
        add quota inet postern q { over 10 mbytes }
        add limit inet postern l { rate 10/second }
        add counter inet postern strange
        insert rule inet postern smtp_from quota name q limit name l counter name strange drop
        """,
        """
        add set inet postern i { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 }; }
        add set inet postern c { type ipv4_addr . inet_service; flags interval; }
        add element inet postern c { 10.0.0.0/8 . 1-99 }
        add set inet postern m { typeof ip saddr; flags dynamic,timeout; timeout 1h; counter; }
        add set inet postern w { type ifname; elements = { "eth0" }; }
        add set inet postern p { type ipv4_addr; flags constant; elements = { 1.2.3.4 }; }
        add map inet postern k { type mark : ipv4_addr; elements = { 1 : 10.0.0.1 }; }
        add chain inet postern evil
        add map inet postern v { type ipv4_addr : verdict; elements = { 10.0.0.1 : jump evil }; }
        add rule inet postern evil ip saddr . tcp dport @c meta mark set 1
        insert rule inet postern smtp_from ip saddr vmap @v
        insert rule inet postern smtp_from tcp dport vmap { 1 : jump evil, 25 : continue }
        insert rule inet postern smtp_from ip saddr { 10.0.0.1, 10.0.0.2-10.0.0.9 } return
        """,
        """
        add element inet postern smtp_ip_24_1536 { * }
        add element inet postern smtp_ip6_32_1536 { * }
        add element inet postern smtp_seen_ip { *, 10.0.0.1 timeout 3h }
        """,
        """
        insert rule inet postern smtp_from ip saddr & 0.0.0.0 @smtp_ip_24_1536 return
        add element inet postern smtp_ip_24_1536 { 0.0.0.0, 255.255.255.255 }
        insert rule inet postern smtp_from ip saddr & 0.255.0.255 @smtp_ip_24_1536 return
        insert rule inet postern smtp_from ip6 saddr & :: @smtp_ip6_32_1536 return
        insert rule inet postern smtp_from tcp dport 0 return
        insert rule inet postern input tcp dport 0 jump smtp_from
        """,
        """
        insert rule inet postern smtp_from numgen random mod 2 0 drop
        insert rule inet postern smtp_from fib saddr type local return
        insert rule inet postern smtp_from log group 3 snaplen 9
        insert rule inet postern smtp_from tcp option maxseg size set 1200
        insert rule inet postern smtp_from ip saddr 10.0.0.1 meta mark set 7 comment "x ; y"
        insert rule inet postern smtp_from limit rate over 4000000000/second drop
        insert rule inet postern smtp_from meta time < "2500-12-31 00:00:00" return
        insert rule inet postern smtp_from meta hour "01:00"-"02:00" meta day 6 drop
        insert rule inet postern smtp_from counter name smtp_refused
        insert rule inet postern smtp_from tcp flags syn reject with icmpx host-unreachable
        insert rule inet postern smtp_from update @smtp_seen_ip { ip saddr timeout 1h }
        """,
        """
        flush chain inet postern input
        delete chain inet postern input
        add chain inet postern input { type filter hook output priority 300; policy drop; }
        add rule inet postern input jump smtp_fromscope
        """,
        "flush table inet postern",
        "add table inet postern { flags dormant; }",
        "delete table inet postern\nadd table inet postern",
        """
        delete table inet postern
        add table inet postern { comment "not ours"; }
        add set inet postern smtp_ip_24_1536 { type ipv4_addr; flags interval; }
        add map inet postern smtp_seen_ip { type ipv4_addr : ipv4_addr; }
        add set inet postern smtp_seen_ip6 { type inet_service; }
        add quota inet postern smtp_refused { over 1 mbytes }
        add chain inet postern input { type filter hook input priority -10; policy drop; }
        add chain inet postern smtp_from
        add rule inet postern input tcp dport 25 jump smtp_from
        add rule inet postern smtp_from ip saddr @smtp_ip_24_1536 return
        """);
  }

  private void mess(String what) {
    host.bring(wanted);
    host.load(what);
    host.load(OTHERS);
  }

  private void isGone() {
    assertEquals(
        List.of("table inet other", "table ip postern"),
        host.nft("list tables").lines().sorted().toList());
    assertTrue(host.nft("list table inet other").contains("tcp dport 25 accept"));
    assertEquals(List.of(), host.planTo(Ruleset.empty()).changes());
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void allOfItGoes(String what) {
    mess(what);
    Plan plan = host.planTo(Ruleset.empty());
    assertFalse(plan.isEmpty());
    assertInstanceOf(Applied.Done.class, host.apply(host.compile(plan)));
    isGone();
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void orAllOfItIsRepaired(String what) {
    mess(what);
    assertInstanceOf(Applied.Done.class, host.apply(host.compile(host.planTo(wanted))));
    host.holds(wanted);
  }

  /** Made in one way and removed by a target that would make it in another. */
  @ParameterizedTest
  @CsvSource({"false, true", "true, false", "true, true"})
  void theFlagsOfTheTableDoNotMatter(boolean owned, boolean byOwner) {
    Ownership made = owned ? Ownership.OWNED : Ownership.SHARED;
    host.connected(
        connection ->
            connection.commit(
                List.of(
                    new Tables.NewTable(FAMILY, Names.TABLE, made.flags(), false),
                    new Chains.NewChain(FAMILY, Names.TABLE, "odd_from", Optional.empty()))));
    host.load(OTHERS);
    NftablesTarget target = byOwner ? NftablesTarget.owning(Progress.SILENT) : new NftablesTarget();
    Applied applied =
        host.run(
            () -> target.apply(target.compile(Plan.between(target.observe(), Ruleset.empty()))));
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
    isGone();
  }

  /** Only who speaks netlink himself can make one. */
  @Test
  void aRuleWithoutExpressionsIsOneToo() {
    host.bring(wanted);
    host.load(OTHERS);
    host.connected(connection -> connection.commit(List.of(bare("input"), bare("smtp_from"))));
    assertFalse(host.planTo(wanted).isEmpty());
    host.bring(wanted);
    host.connected(connection -> connection.commit(List.of(bare("input"), bare("smtp_from"))));
    host.bring(Ruleset.empty());
    isGone();
  }

  private static Request bare(String chain) {
    return new Rules.NewRule(FAMILY, Names.TABLE, chain, List.of(), Optional.empty());
  }
}
