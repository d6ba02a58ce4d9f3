package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.Sizes;
import org.postern.address.Family;
import org.postern.host.ProcessRunner;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Neighbourhood;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.iptables.IptablesTarget;
import org.postern.target.iptables.Tools;

/** What only iptables has, over both of its variants. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NFTABLES")
class IptablesIT {
  private static final int PREFIXES = Sizes.pick(5_000, 100_000);

  private static final String POLICY =
      """
      sets: {s: {sources: [192.0.2.0/24, "2001:db8::/32"]}}
      rules:
        - {name: smtp, hook: [input, forward], in: [eth0], to: [198.51.100.10, "2001:db8::10"],
           port: tcp/25, accept: [s], otherwise: drop}
      """;

  private final World world = new World();
  private final Filter filter;
  private final Host host;

  IptablesIT(Filter filter) {
    this.filter = filter;
    this.host = world.host("server", filter);
  }

  @AfterEach
  void endOfTheWorld() {
    world.close();
  }

  @Test
  void manyPrefixesComeAndGo() {
    host.bring(singles(0, PREFIXES));
    host.bring(singles(10, PREFIXES + 10));
    host.bring(Ruleset.empty());
    Listing.assertNothing(host);
  }

  /** Every other address, so that each is a prefix of its own. */
  private static Ruleset singles(int from, int to) {
    StringJoiner words = new StringJoiner(", ", "[", "]");
    for (int i = from; i < to; i++) {
      words.add("10.%d.%d.%d".formatted(i >> 15, (i >> 7) & 255, (i & 127) << 1));
    }
    return Rulesets.of(
        """
        sets: {s: {sources: %s}}
        rules: [{name: smtp, hook: input, port: tcp/25, accept: [s], otherwise: drop}]
        """
            .formatted(words));
  }

  /** The pulse moves with what is ours, and rests when nothing happens but that peers call. */
  @Test
  void thePulseMovesWithRulesAndSets() {
    Ruleset wanted = Rulesets.of(POLICY);
    host.bring(wanted);
    String before = beat();
    assertEquals(before, beat());
    host.disturb("ipset add postern_smtp_seen_ip 203.0.113.9");
    assertEquals(before, beat());
    host.disturb("ipset add postern_smtp_ip_a 203.0.113.9");
    String added = beat();
    assertNotEquals(before, added);
    host.disturb("iptables -I INPUT -p udp -j ACCEPT");
    assertNotEquals(added, beat());
  }

  /** By a target that has not looked before: one looks at most once in a second. */
  private String beat() {
    return host.run(() -> filter.target().facets().changeToken().orElseThrow().read());
  }

  @Test
  void othersAreToldAndLeftAlone() {
    host.disturb("iptables -P INPUT DROP\niptables -A INPUT -p tcp --dport 25 -j DROP");
    host.disturb("ipset create other hash:ip\nipset add other 10.0.0.1");
    host.bring(Rulesets.of(POLICY));
    List<String> foreign =
        host.observe().foreign().stream().map(one -> one.where() + " " + one.effect()).toList();
    String where = "iptables-" + filter.variant() + " filter INPUT ";
    assertTrue(foreign.contains(where + "drops or rejects tcp/25"), foreign::toString);
    assertTrue(
        foreign.contains(where + "drops by policy what none of its rules accepts"),
        foreign::toString);
    host.bring(Ruleset.empty());
    String left = host.exec("iptables-" + filter.variant() + "-save -t filter");
    assertTrue(left.contains("-A INPUT -p tcp -m tcp --dport 25 -j DROP"), left);
    assertTrue(host.exec("ipset save").contains("add other 10.0.0.1"));
  }

  /** What is meant for IPv6 is kept all the same, so that nothing differs. */
  @Test
  void aHostWithoutIpv6JudgesTheOther() {
    Target target = without(Family.IP6);
    Ruleset wanted = Rulesets.of(POLICY);
    Artifact artifact = compile(target, wanted);
    assertTrue(
        artifact.notes().stream().anyMatch(note -> note.contains("no IPv6")), artifact::toString);
    assertInstanceOf(Applied.Done.class, host.run(() -> target.apply(artifact)));
    Observation after = host.run(target::observe);
    assertEquals(List.of(), after.anomalies());
    assertEquals(wanted, after.owned());
    Artifact removal = compile(target, Ruleset.empty());
    assertInstanceOf(Applied.Done.class, host.run(() -> target.apply(removal)));
    Listing.assertNothing(host);
  }

  private Artifact compile(Target target, Ruleset wanted) {
    return host.run(() -> target.compile(Plan.between(target.observe(), wanted)));
  }

  private Target without(Family family) {
    Tools all = tools();
    return new IptablesTarget(
        new ProcessRunner(),
        Neighbourhood.none(),
        new Tools(
            all.restore4(),
            all.save4(),
            all.restore6(),
            all.save6(),
            all.ipset(),
            all.variant(),
            EnumSet.complementOf(EnumSet.of(family))));
  }

  private Tools tools() {
    return Tools.of(filter == Filter.IPTABLES_NFT ? Tools.Variant.NFT : Tools.Variant.LEGACY);
  }

  @Test
  void aMissingToolIsNamedWithWhatInstallsIt() {
    Tools all = tools();
    Target target =
        new IptablesTarget(
            new ProcessRunner(),
            Neighbourhood.none(),
            new Tools(
                all.restore4(),
                "iptables-missing-save",
                all.restore6(),
                all.save6(),
                all.ipset(),
                all.variant(),
                Set.of(Family.IP)));
    TargetException e = assertThrows(TargetException.class, target::observe);
    assertEquals(TargetException.Kind.UNAVAILABLE, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains("apt install iptables ipset"), e::toString);
  }
}
