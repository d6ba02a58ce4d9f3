package org.postern.plan.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.MailAbilities;
import org.postern.plan.Obstacle;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Refusal;

class CapabilityCheckTest {
  private static final AccessRule RULE = ToyWorld.rule("smtp", "192.0.2.1", "192.0.2.9");

  @Test
  void whatFitsHasNoObstacle() {
    assertEquals(List.of(), why(RULE, small(2)));
  }

  @Test
  void aPrefixTooManyIsAnObstacleWithBothNumbers() {
    assertEquals(
        List.of("small holds at most 1 prefixes a rule, this one needs 2"), why(RULE, small(1)));
  }

  @Test
  void aHookThatIsNotThereIsAnObstacle() {
    Capabilities outputOnly =
        Capabilities.ofPackets(
            "small", Set.of(Family.IP), Set.of(Hook.OUTPUT), Set.of(Refusal.DROP), 9);
    assertEquals(List.of("small cannot judge on input"), why(RULE, outputOnly));
  }

  @Test
  void aVerdictThatIsNotThereIsAnObstacle() {
    assertEquals(List.of("small cannot reject"), why(RULE.withOtherwise(Refusal.REJECT), small(9)));
  }

  @Test
  void aFamilyThatIsNotThereIsAnObstacleWhenItHasMembers() {
    AccessRule six = RULE.withPeers(new Peers.Only(ToyWorld.set("192.0.2.1", "2001:db8::1")));
    assertEquals(List.of("small knows no IPv6"), why(six, small(9)));
  }

  /** No node of the filter is refused for good because a name server is silent. */
  @Test
  void aRuleThatRejectsIsNotHeldByNamesThatMayBeMissing() {
    Map<MailAbilities.ClientNames, List<String>> why =
        new EnumMap<>(MailAbilities.ClientNames.class);
    for (MailAbilities.ClientNames names : MailAbilities.ClientNames.values()) {
      Capabilities mail =
          Capabilities.ofMail(
              "mail",
              Set.of(Family.IP, Family.IP6),
              Set.of(Refusal.DEFER, Refusal.REJECT),
              9,
              MailAbilities.EACH_RECIPIENT.withNames(names));
      assertEquals(
          names == MailAbilities.ClientNames.UNKNOWN ? 1 : 0,
          why(byName(Refusal.DEFER), mail).size());
      why.put(names, why(byName(Refusal.REJECT), mail));
    }
    assertEquals(List.of(), why.get(MailAbilities.ClientNames.PUT_OFF_ON_FAILURE));
    assertEquals(
        List.of(
            "mail knows no client by name (ptr: filter.example) while no name server answers, and"
                + " would reject all of them for good"),
        why.get(MailAbilities.ClientNames.REFUSED_ON_FAILURE));
  }

  private static AccessRule byName(Refusal otherwise) {
    return new AccessRule(
        "mta",
        new Scope.Mail(
            new Recipients.All(),
            Optional.empty(),
            true,
            "",
            new TreeSet<>(Set.of("filter.example"))),
        new Peers.Only(ToyWorld.set("192.0.2.1")),
        Optional.of(otherwise),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void whatCannotCloseByItselfCannotBeOpen() {
    AccessRule open = RULE.withOpenUntil(Optional.of(Instant.ofEpochSecond(2_000_000_000L)));
    assertEquals(
        List.of("small cannot close a rule by itself, so none can be open for a while"),
        why(open, small(9)));
  }

  @Test
  void anInterfaceThatCannotBeThereIsAnObstacle() {
    AccessRule named =
        new AccessRule(
            RULE.name(),
            new Scope.Packets(
                RULE.packets().hooks(),
                new TreeSet<>(Set.of("eth0", "Ethernet 2")),
                RULE.packets().servers(),
                RULE.packets().ports(),
                RULE.packets().running()),
            RULE.peers(),
            RULE.otherwise(),
            RULE.log(),
            RULE.openUntil());
    assertEquals(
        List.of(
            "small has no interface \"Ethernet 2\": a name on Linux has at most 15 letters, digits,"
                + " dots, dashes and underscores; "
                + InterfaceNames.LINUX.example()),
        why(named, small(9)));
  }

  @Test
  void whatOtherChainsCanVoidCannotOpen() {
    assertEquals(
        List.of(
            "small cannot open a port: what one chain accepts another can drop; remove opens: true,"
                + " and accept the port in the host's own rules too"),
        why(RULE.withOpens(true), small(9)));
  }

  private static List<String> why(AccessRule rule, Capabilities capabilities) {
    return Planner.fit(new Ruleset(List.of(rule)), capabilities).stream()
        .map(Obstacle::why)
        .toList();
  }

  private static Capabilities small(int prefixes) {
    return Capabilities.ofPackets(
        "small", Set.of(Family.IP), Set.of(Hook.INPUT), Set.of(Refusal.DROP), prefixes);
  }
}
