package org.postern.command.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.command.view.WhyCommand;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

class TrialVerdictTest {
  private static final Address MEMBER = WhyCommand.address("192.0.2.1");
  private static final Address STRANGER = WhyCommand.address("192.0.2.2");
  private static final Address SERVER = WhyCommand.address("198.51.100.1");

  @ParameterizedTest
  @CsvSource({"DROP, SILENT", "REJECT, RESET", "OBSERVE, CONNECTED"})
  void expectsOfAStrangerWhatTheRuleDoes(Refusal otherwise, TrialFindings.Ended ended) {
    TrialVerdict verdict = new TrialVerdict(ruleset(otherwise));
    assertEquals(ended, verdict.expected(packet(STRANGER, 25)));
    assertEquals(TrialFindings.Ended.CONNECTED, verdict.expected(packet(MEMBER, 25)));
    assertEquals(TrialFindings.Ended.CONNECTED, verdict.expected(packet(STRANGER, 26)));
  }

  @Test
  void findsNothingWhereAllIsAsMeant() {
    assertEquals(
        List.of(),
        contradictions("", TrialFindings.Ended.CONNECTED, TrialFindings.Ended.SILENT, 1, 1));
  }

  @Test
  void namesAStrangerThatCameThrough() {
    List<String> found =
        contradictions("", TrialFindings.Ended.CONNECTED, TrialFindings.Ended.CONNECTED, 1, 1);
    assertEquals(1, found.size());
    assertTrue(
        found.getFirst().endsWith("must be silent (refused), and was connected"), found.toString());
  }

  @Test
  void takesAResetForNoDrop() {
    assertEquals(
        1,
        contradictions("", TrialFindings.Ended.CONNECTED, TrialFindings.Ended.RESET, 1, 1).size());
  }

  @Test
  void namesAMemberThatWasKeptOut() {
    List<String> found =
        contradictions("", TrialFindings.Ended.SILENT, TrialFindings.Ended.SILENT, 1, 1);
    assertTrue(found.getFirst().contains("from 192.0.2.1 to 198.51.100.1 port 25"));
  }

  @Test
  void wantsEveryOpeningInTheCountersOfTheKernel() {
    assertEquals(
        List.of("rule smtp must have counted 1 accepted and 1 other, and counted 1 and 0"),
        contradictions("", TrialFindings.Ended.CONNECTED, TrialFindings.Ended.SILENT, 1, 0));
  }

  @Test
  void repeatsWhereTheKernelHoldsSomethingElse() {
    assertEquals(
        List.of("what the kernel holds is not what is meant: odd"),
        contradictions("odd", TrialFindings.Ended.CONNECTED, TrialFindings.Ended.SILENT, 2, 3));
  }

  private static List<String> contradictions(
      String difference,
      TrialFindings.Ended member,
      TrialFindings.Ended stranger,
      long accepted,
      long refused) {
    TrialFindings findings =
        new TrialFindings(
            1,
            difference,
            List.of(new TrialFindings.End(member, 1), new TrialFindings.End(stranger, 1)),
            1,
            Map.of("smtp", new Observation.Counters(accepted, refused)),
            TrialChanging.none());
    return new TrialVerdict(ruleset(Refusal.DROP))
        .contradictions(List.of(probe(MEMBER), probe(STRANGER)), findings);
  }

  private static TrialProbe probe(Address peer) {
    return new TrialProbe("smtp", TrialProbe.Kind.ASKED, Optional.empty(), packet(peer, 25));
  }

  private static Attempt.Opening packet(Address peer, int port) {
    return new Attempt.Opening(Hook.INPUT, "eth0", peer, SERVER, port, true);
  }

  private static Ruleset ruleset(Refusal otherwise) {
    return new Ruleset(
        List.of(
            new AccessRule(
                "smtp",
                new Scope.Packets(
                    EnumSet.of(Hook.INPUT),
                    new TreeSet<>(Set.of("eth0")),
                    Optional.of(AddressSet.of(SERVER)),
                    Ports.of(25),
                    Rule.Running.KEEP),
                new Peers.Only(AddressSet.of(MEMBER)),
                Optional.of(otherwise),
                Optional.empty(),
                Optional.empty())));
  }
}
