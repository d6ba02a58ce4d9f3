package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.policy.Hook;
import org.postern.target.Omission;

/** What a target leaves out of a rule: lost, held by another target, or nothing at all. */
class OmissionsTest {
  private static final String CAUSE = "is not logged: the system cannot";
  private static final String SENTENCE = "other: rule smtp " + CAUSE;

  private final Lab lab;
  private final Terminal terminal;

  OmissionsTest(@TempDir Path folder) {
    this.lab = new Lab(folder);
    this.terminal = new Terminal(lab);
    lab.other();
  }

  private void policy(String targets) throws IOException {
    lab.policy(
        """
        sets: {own: {sources: [192.0.2.1]}}
        rules:
          - {name: smtp, port: tcp/25, accept: [own], otherwise: drop}
          - {name: inner, hook: forward, in: [eth0], port: tcp/25, accept: [own], otherwise: drop}
        targets: [%s]
        """
            .formatted(targets));
  }

  private String file() {
    return lab.file().toString();
  }

  private static JsonTree omitted(JsonTree reply, String target) throws IOException {
    for (JsonTree one : reply.objects("targets")) {
      if (one.string("target").equals(target)) {
        return one.objects("omitted").getFirst();
      }
    }
    throw new AssertionError("no target " + target);
  }

  @Test
  void whatNoTargetHoldsIsSaidByEveryCommandAndDegradesTheStatus() throws IOException {
    policy("other");
    lab.other().leavingOut(new Omission("smtp", CAUSE, Omission.Loss.LESS));
    assertTrue(terminal.type(2, "plan", file()).err().contains(SENTENCE));
    Terminal.Seen applied = terminal.type(0, "apply", file());
    assertTrue(applied.err().contains(SENTENCE), applied::toString);
    JsonTree again = terminal.type(0, "apply", file(), "--format", "json").json();
    assertTrue(again.truth("degraded"));
    assertEquals(CAUSE, omitted(again, Lab.OTHER).string("cause"));
    assertFalse(omitted(again, Lab.OTHER).truth("refusesLess"));
    assertTrue(terminal.type(0, "restore").err().contains(SENTENCE));
    Terminal.Seen status = terminal.type(1, "status");
    assertTrue(status.toString().contains("rule smtp " + CAUSE), status::toString);
    terminal.type(1, "status", "--nagios");
    assertTrue(terminal.type(0, "check", file()).err().contains("rule smtp " + CAUSE));
  }

  @Test
  void whatAnotherTargetHoldsIsOneQuietLineOfThePlan() throws IOException {
    policy("other, example");
    lab.other().leavingOut(new Omission("smtp", CAUSE, Omission.Loss.LESS));
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.err().contains("note: " + SENTENCE + "; example holds it"), plan::toString);
    Terminal.Seen applied = terminal.type(0, "apply", file());
    assertFalse(applied.toString().contains(CAUSE), applied::toString);
    JsonTree again = terminal.type(0, "apply", file(), "--format", "json").json();
    assertFalse(again.truth("degraded"));
    assertEquals("example", omitted(again, Lab.OTHER).string("heldBy"));
    terminal.type(0, "status");
  }

  @Test
  void whereNothingIsLostNothingIsDegraded() throws IOException {
    policy("other");
    lab.other().leavingOut(new Omission("smtp", CAUSE, Omission.Loss.NOTHING));
    assertTrue(terminal.type(2, "plan", file()).err().contains("note: " + SENTENCE));
    assertFalse(terminal.type(0, "apply", file()).toString().contains(CAUSE));
    terminal.type(0, "status");
  }

  @Test
  void aRuleThatOneTargetCannotHoldIsLeftToTheOther() throws IOException {
    policy("other, example");
    lab.other().judging(Set.of(Hook.INPUT));
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.err().contains("other cannot judge on forward; example holds it"));
    terminal.type(0, "apply", file());
    assertEquals(2, lab.system().lines().size());
    assertEquals(1, lab.otherSystem().lines().size());
    terminal.type(0, "status");
    terminal.type(0, "plan", file());
  }

  @Test
  void aRuleThatNoTargetCanHoldIsAnObstacle() throws IOException {
    policy("other");
    lab.other().judging(Set.of(Hook.INPUT));
    Terminal.Seen applied = terminal.type(65, "apply", file());
    assertTrue(applied.err().contains("other cannot judge on forward"), applied::toString);
    assertEquals(List.of(), lab.otherSystem().lines());
  }
}
