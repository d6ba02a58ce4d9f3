package org.postern.command.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.command.view.WhyCommand;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

class TrialPlanTest {
  private static final Address PEER = WhyCommand.address("192.0.2.1");
  private static final Set<Family> BOTH = EnumSet.allOf(Family.class);

  @Test
  void triesEveryHookByEveryInterface() {
    AccessRule rule = rule(EnumSet.allOf(Hook.class), Set.of("eth0", "eth1"), Optional.empty());
    Set<String> places =
        packets(rule, List.of()).stream()
            .map(packet -> packet.hook().text() + " " + packet.inInterface())
            .collect(Collectors.toSet());
    assertEquals(
        Set.of("input eth0", "input eth1", "forward eth0", "forward eth1", "output "), places);
  }

  @Test
  void everyConnectionIsJudgedByARule() {
    AccessRule rule =
        rule(
            EnumSet.of(Hook.INPUT, Hook.OUTPUT),
            Set.of(),
            Optional.of(AddressSet.of(WhyCommand.address("198.51.100.1"))));
    Ruleset ruleset = new Ruleset(List.of(rule.withPeers(new Peers.Only(AddressSet.of(PEER)))));
    for (TrialProbe probe : TrialPlan.of(ruleset, List.of(), BOTH).probes()) {
      if (probe.packet().hook() == Hook.INPUT) {
        assertNotEquals(Judgement.UNJUDGED, ruleset.verdict(probe.packet()));
      }
    }
  }

  @Test
  void triesOnlyTheFamiliesOfTheServers() {
    AccessRule rule =
        rule(
            EnumSet.of(Hook.INPUT),
            Set.of(),
            Optional.of(AddressSet.of(WhyCommand.address("2001:db8::1"))));
    assertTrue(
        packets(rule, List.of(PEER)).stream()
            .allMatch(packet -> packet.peer().family() == Family.IP6));
  }

  @Test
  void dialsAnotherServerThanTheAddressThatIsAskedFor() {
    Address asked = WhyCommand.address("198.51.100.0");
    AccessRule rule =
        rule(
            EnumSet.of(Hook.FORWARD),
            Set.of(),
            Optional.of(
                AddressSet.of(asked).union(AddressSet.of(WhyCommand.address("198.51.100.1")))));
    Attempt.Opening first = packets(rule, List.of(asked)).getFirst();
    assertEquals(asked, first.peer());
    assertEquals(WhyCommand.address("198.51.100.1"), first.server());
  }

  @Test
  void neverDialsFromTheOnlyServer() {
    AccessRule rule = rule(EnumSet.of(Hook.INPUT), Set.of(), Optional.of(AddressSet.of(PEER)));
    assertTrue(
        packets(rule, List.of(PEER)).stream().noneMatch(packet -> packet.peer().equals(PEER)));
  }

  @Test
  void usesNoInterfaceThatARuleNames() {
    AccessRule rule = rule(EnumSet.of(Hook.INPUT), Set.of("postern-out"), Optional.empty());
    assertEquals(
        "postern-out0", TrialPlan.freeInterface(new Ruleset(List.of(rule)), "postern-out"));
  }

  @Test
  void handsAllOverToTheOtherSide() throws IOException {
    AccessRule rule = rule(EnumSet.allOf(Hook.class), Set.of("eth0"), Optional.empty());
    TrialHandover handover =
        new TrialHandover(
            "net:[1]",
            "/sbin/ip",
            new Ruleset(List.of(rule)),
            packets(rule, List.of(PEER)),
            List.of(PEER),
            50);
    assertEquals(handover, TrialHandover.read(handover.write()));
  }

  private static List<Attempt.Opening> packets(AccessRule rule, List<Address> asked) {
    return TrialPlan.of(new Ruleset(List.of(rule)), asked, BOTH).probes().stream()
        .map(TrialProbe::packet)
        .toList();
  }

  private static AccessRule rule(
      Set<Hook> hooks, Set<String> interfaces, Optional<AddressSet> servers) {
    return new AccessRule(
        "smtp",
        new Scope.Packets(
            hooks, new TreeSet<>(interfaces), servers, Ports.of(25), Rule.Running.KEEP),
        new Peers.Only(AddressSet.of(PEER)),
        Optional.of(Refusal.DROP),
        Optional.empty(),
        Optional.empty());
  }
}
