package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.host.Progress;
import org.postern.pipeline.Lab;

/** What a signal in the middle of a command leaves told. */
class InterruptionTest {
  private final Interruption interruption = new Interruption(Progress.SILENT);

  private static Command command(String name) {
    Lab lab = new Lab(Path.of("unset"));
    return CommandTable.of(lab::pipeline).stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<String> told(String name, String state) {
    return Optional.of("postern %s: ended by a signal: %s".formatted(name, state));
  }

  @Test
  void nothingIsToldBeforeAndAfter() {
    assertEquals(Optional.empty(), interruption.sentence());
    interruption.begin(command("plan"), false);
    interruption.end();
    assertEquals(Optional.empty(), interruption.sentence());
  }

  @Test
  void whatOnlyLooksHasChangedNothing() {
    for (String name : new String[] {"plan", "check", "status", "history", "why", "try"}) {
      interruption.begin(command(name), false);
      assertEquals(told(name, "nothing was changed"), interruption.sentence());
    }
    interruption.begin(command("apply"), true);
    assertEquals(told("apply", "nothing was changed"), interruption.sentence());
  }

  @Test
  void anApplyHasChangedNothingUntilItBegins() {
    interruption.begin(command("apply"), false);
    try (Progress.Work _ = interruption.begin(Progress.Task.whole("asking the sources"))) {
      assertEquals(told("apply", "nothing was changed yet"), interruption.sentence());
    }
    try (Progress.Work _ = interruption.begin(Progress.Task.whole("applying"))) {
      assertEquals(
          told(
              "apply",
              "a change was under way, and may be done in part; postern plan tells, and doing it"
                  + " again completes it"),
          interruption.sentence());
    }
  }

  @Test
  void aDaemonMayGoOn() {
    interruption.begin(command("apply"), false);
    try (Progress.Work _ = interruption.begin(Progress.Task.whole("waiting for the daemon"))) {
      assertEquals(
          told("apply", "the daemon may go on with it; postern status tells"),
          interruption.sentence());
    }
    assertEquals(told("apply", "nothing was changed yet"), interruption.sentence());
  }

  @Test
  void anOrderMayBeDoneInPart() {
    for (String name : new String[] {"remove", "open", "rollback", "restore", "resume"}) {
      interruption.begin(command(name), false);
      assertEquals(
          told(
              name,
              "a change was under way, and may be done in part; postern plan tells, and doing it"
                  + " again completes it"),
          interruption.sentence());
    }
  }

  @Test
  void aDaemonTellsItsEndItself() {
    interruption.begin(command("daemon"), false);
    assertEquals(Optional.empty(), interruption.sentence());
  }
}
