package org.postern.command.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.host.Json;
import org.postern.host.RecordTree;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/** The two states between which sets change, and the connections that must not notice. */
class TrialStatesTest {
  private static Ruleset ruleset(Refusal refusal, String... peers) {
    return new Ruleset(
        List.of(
            new AccessRule(
                "smtp",
                new Scope.Packets(
                    EnumSet.of(Hook.INPUT),
                    new TreeSet<>(),
                    Optional.empty(),
                    Ports.of(25),
                    Rule.Running.KEEP),
                new Peers.Only(ToyWorld.set(peers)),
                Optional.of(refusal),
                Optional.empty(),
                Optional.empty())));
  }

  private static TrialStates states(Ruleset ruleset) {
    List<Attempt.Opening> packets =
        TrialPlan.of(ruleset, List.of(), EnumSet.allOf(Family.class)).probes().stream()
            .map(TrialProbe::packet)
            .toList();
    return TrialStates.of(ruleset, packets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "192.0.2.1 192.0.2.3 192.0.2.5 192.0.2.7 192.0.2.9 192.0.2.11 192.0.2.13",
        "192.0.2.0/24 2001:db8::/48",
        "198.18.0.0/15",
        "2001:db8::1 2001:db8::9 2001:db8::11"
      })
  void bothStatesJudgeTheseConnectionsAlikeAndDifferElsewhere(String peers) {
    TrialStates states = states(ruleset(Refusal.DROP, peers.split(" ", -1)));
    assertFalse(states.kept().isEmpty());
    assertFalse(states.others().isEmpty());
    for (Attempt.Opening packet : states.kept()) {
      assertEquals(Judgement.ACCEPTED, states.one().verdict(packet), packet::describe);
      assertEquals(Judgement.ACCEPTED, states.other().verdict(packet), packet::describe);
    }
    for (Attempt.Opening packet : states.others()) {
      assertEquals(Judgement.REFUSED, states.one().verdict(packet), packet::describe);
      assertEquals(Judgement.REFUSED, states.other().verdict(packet), packet::describe);
    }
    if (!peers.equals("198.18.0.0/15")) {
      assertNotEquals(states.one(), states.other());
      assertTrue(states.prefixes() > 100, () -> states.prefixes() + " prefixes");
    }
  }

  @Test
  void whoIsOnlyObservedIsNoConnectionOfAPeerThatIsRefused() {
    assertEquals(List.of(), states(ruleset(Refusal.OBSERVE, "192.0.2.1")).others());
  }

  @Test
  void whatWasFoundIsReadAsItWasWritten() throws IOException {
    TrialChanging found = found(1, new TrialControl(10, 3, 4));
    String text = Json.write(RecordTree.write(found));
    assertEquals(found, RecordTree.read(TrialChanging.class, Json.read(text).members()));
    assertEquals(1_200, found.judged());
  }

  @Test
  void nothingWrongIsRightOnlyWhereTheJudgeSawWhatIsWrong() {
    assertTrue(found(0, new TrialControl(10, 3, 4)).isRight());
    assertFalse(found(1, new TrialControl(10, 3, 4)).isRight());
    assertFalse(found(0, new TrialControl(10, 0, 4)).isRight());
    assertFalse(found(0, new TrialControl(10, 3, 0)).isRight());
    assertFalse(TrialChanging.none().isRight());
  }

  private static TrialChanging found(long wrong, TrialControl control) {
    return new TrialChanging(50, 500, 1_000, 200, 5, wrong, List.of("a", "b"), 7, control);
  }
}
