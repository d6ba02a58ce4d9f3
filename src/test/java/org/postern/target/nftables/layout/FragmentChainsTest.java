package org.postern.target.nftables.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.target.nftables.NftablesTarget;

/** How fragments are refused, as it is written. */
class FragmentChainsTest {
  private static final Address SERVER = new Address(Family.IP6, 0x20010db8_00ff0000L, 0x10);

  private static AccessRule rule(Set<Hook> hooks, Refusal otherwise) {
    return new AccessRule(
        "smtp-in",
        new Scope.Packets(
            hooks,
            new TreeSet<>(Set.of("eth0", "wan")),
            Optional.of(AddressSet.of(SERVER)),
            Ports.of(25),
            Rule.Running.KEEP),
        new Peers.Only(AddressSet.of(new Address(Family.IP6, 0x20010db8_00010000L, 7))),
        Optional.of(otherwise),
        Optional.of(new LogRate(5, LogRate.Unit.MINUTE)),
        Optional.empty());
  }

  private static List<String> lines(AccessRule rule) {
    Plan plan = Plan.between(Observation.nothing(), new Ruleset(List.of(rule)));
    return new NftablesTarget()
        .compile(plan).steps().stream().flatMap(step -> step.text().lines()).toList();
  }

  private static String fragments(AccessRule rule) {
    return lines(rule).stream()
        .filter(line -> line.contains("frag") || line.contains("prerouting"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void whatHidesTheRuleIsLedToIt() {
    AccessRule rule = rule(EnumSet.of(Hook.INPUT), Refusal.DROP);
    assertEquals(
        """
        add counter inet postern fragments
        add set inet postern fragments { type ipv6_addr; size 65536; flags dynamic,timeout; timeout 604800s; counter; }
        add chain inet postern fragments
        add chain inet postern smtp_in_fragments
        add chain inet postern fragments_input
        add chain inet postern fragments_prerouting
        add chain inet postern prerouting { type filter hook prerouting priority -410; policy accept; }
        add rule inet postern input frag frag-off 0 jump fragments_input
        add rule inet postern fragments update @fragments { ip6 saddr }
        add rule inet postern fragments counter name "fragments" drop
        add rule inet postern smtp_in_fragments iifname "lo" return
        add rule inet postern smtp_in_fragments ip6 saddr @smtp_in_ip6_128_1536 return
        add rule inet postern smtp_in_fragments limit rate 5/minute burst 5 packets log prefix "postern smtp-in fragment: "
        add rule inet postern smtp_in_fragments goto fragments
        add rule inet postern fragments_input meta l4proto != tcp return
        add rule inet postern fragments_input meta l4proto tcp tcp urgptr >= 0 return
        add rule inet postern fragments_input iifname "eth0" ip6 daddr 2001:db8:ff::10 jump smtp_in_fragments
        add rule inet postern fragments_input iifname "wan" ip6 daddr 2001:db8:ff::10 jump smtp_in_fragments
        add rule inet postern fragments_prerouting ip6 nexthdr 44 return
        add rule inet postern fragments_prerouting ip6 nexthdr 0 hbh nexthdr 44 return
        add rule inet postern fragments_prerouting iifname "eth0" ip6 daddr 2001:db8:ff::10 jump smtp_in_fragments
        add rule inet postern fragments_prerouting iifname "wan" ip6 daddr 2001:db8:ff::10 jump smtp_in_fragments
        add rule inet postern prerouting frag frag-off 0 jump fragments_prerouting
        """,
        fragments(rule));
    assertTrue(
        lines(rule.withOpenUntil(Optional.of(Instant.ofEpochSecond(2_000_000_000L))))
            .contains("add rule inet postern smtp_in_fragments meta time < 2000000000 return"));
  }

  @Test
  void rulesThatRefuseNobodyThereHaveNoneOfIt() {
    assertEquals("", fragments(rule(EnumSet.of(Hook.INPUT, Hook.FORWARD), Refusal.OBSERVE)));
    assertEquals("", fragments(rule(EnumSet.of(Hook.OUTPUT), Refusal.REJECT)));
    assertEquals("", fragments(rule(EnumSet.of(Hook.INPUT), Refusal.DROP).withWholeOnly(true)));
    assertFalse(fragments(rule(EnumSet.of(Hook.FORWARD), Refusal.REJECT)).contains("prerouting"));
  }

  /** A rule is called to judge fragments only if all of the way to it is there. */
  @Test
  void aWayThatIsBrokenAnywhereDoesNotLead() {
    AccessRule rule = rule(EnumSet.of(Hook.INPUT, Hook.FORWARD), Refusal.DROP);
    Map<String, List<List<Clause>>> chains =
        RuleChains.of(new Ruleset(List.of(rule)), Map.of(rule.name(), new Shape(true, List.of())));
    assertTrue(FragmentChains.lead(chains, rule));
    List<String> way =
        List.of(
            "input",
            "forward",
            "prerouting",
            "fragments",
            "fragments_input",
            "fragments_forward",
            "fragments_prerouting",
            "smtp_in_fragments");
    for (String chain : way) {
      Map<String, List<List<Clause>>> broken = new HashMap<>(chains);
      broken.put(chain, List.of());
      assertFalse(FragmentChains.lead(broken, rule), chain);
      broken.remove(chain);
      assertFalse(FragmentChains.lead(broken, rule), chain);
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    AccessRule rule = rule(EnumSet.of(Hook.INPUT, Hook.FORWARD), Refusal.REJECT);
    RuleChains.of(new Ruleset(List.of(rule)), Map.of(rule.name(), new Shape(false, List.of())))
        .forEach(
            (chain, rules) ->
                rules.forEach(
                    clauses ->
                        assertEquals(
                            clauses,
                            ClauseReader.read(
                                clauses.stream()
                                    .flatMap(one -> one.expressions().stream())
                                    .toList()))));
  }
}
