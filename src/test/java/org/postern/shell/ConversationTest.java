package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.Family;
import org.postern.cli.Palette;
import org.postern.command.ExitCode;
import org.postern.pipeline.Lab;

/** A conversation as a user has it before a terminal. */
class ConversationTest {
  private static final String POLICY =
      """
      # who may send
      sets:
        filter: {sources: [{dns: mx.example}], keep: {removed: 0s}}
        own:
          sources:
            - {net: 10.1.0.0/16, label: relays} # ours
      rules:
        - {name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}
      """;

  private final Lab lab;

  ConversationTest(@TempDir Path folder) throws IOException {
    this.lab = new Lab(folder).policy(POLICY);
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2");
  }

  private static VirtualTerminal xterm(int columns, int rows) throws IOException {
    return new VirtualTerminal("xterm-256color", columns, rows);
  }

  private static Palette colours() {
    return Palette.detect(true, "", "xterm-256color");
  }

  @Test
  void aDraftIsSeenByPlanAndLeftUnapplied() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 40);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      shell.say("set filter add 203.0.113.7 --label 'new node'", "in the draft only");
      shell.say("rule smtp otherwise reject", "+  - {name: smtp");
      String planned = shell.say("plan", "203.0.113.7");
      assertTrue(planned.contains("otherwise reject"), planned);
      assertEquals(POLICY, Files.readString(lab.file()));
      assertEquals(List.of(), lab.system().ours());
      shell.say("apply", "the draft is not written yet");
      assertEquals(List.of(), lab.system().ours());
      shell.say("write", "written");
      String written = Files.readString(lab.file());
      assertTrue(written.contains("# who may send") && written.contains("# ours"), written);
      shell.say("apply --reason seen", "applied as generation 1");
      assertNotEquals(List.of(), lab.system().ours());
    }
  }

  @Test
  void undoAndRedoWalkThroughTheDraft() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 40);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      shell.say("set own drop 10.1.0.0/16", "error");
      shell.say("set own add 10.2.0.0/16", "in the draft only");
      shell.say("undo", "-      - 10.2.0.0/16");
      shell.say("undo", "there is nothing to undo");
      shell.say("redo", "policy.yaml*>");
    }
  }

  @Test
  void tabCompletesCommandsOptionsAndNames() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      terminal.type("reh" + VirtualTerminal.TAB);
      terminal.await("> rehearse");
      terminal.type(VirtualTerminal.CTRL_U + "set " + VirtualTerminal.TAB);
      terminal.await(text -> text.contains("filter") && text.contains("own"), "names of sets");
      terminal.type("fi" + VirtualTerminal.TAB + "ad" + VirtualTerminal.TAB);
      terminal.await("> set filter add");
      terminal.type(VirtualTerminal.CTRL_U + "rule smtp otherwise r" + VirtualTerminal.TAB);
      terminal.await("otherwise reject");
      terminal.type(VirtualTerminal.CTRL_U + "plan --ta" + VirtualTerminal.TAB);
      terminal.await("> plan --target");
      assertFalse(shell.session().workspace().isUnwritten());
    }
  }

  @Test
  void whatCannotBeRightIsRedWhileItIsTyped() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      terminal.type("why 300.1");
      terminal.await("why 300.1");
      assertTrue(terminal.raw().contains("\u001b[4;31m") || terminal.raw().contains("\u001b[31"));
      assertFalse(shell.session().workspace().isUnwritten());
    }
  }

  @Test
  void withoutColoursNoneIsSent() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, Palette.detect(true, "1", "xterm"))) {
      shell.say("why 300.1", "300.1");
      shell.say("why 8.8.8.1", "is accepted");
      assertFalse(terminal.raw().matches("(?s).*\u001b\\[[0-9;]*3[0-7]m.*"), terminal.raw());
    }
  }

  @Test
  void whatWasTypedIsSuggestedAndFound() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      shell.say("why 8.8.8.1 25", "is accepted");
      shell.ready();
      terminal.type("why 8");
      terminal.await("> why 8.8.8.1 25");
      terminal.type(VirtualTerminal.CTRL_E + VirtualTerminal.ENTER);
      terminal.await(text -> text.split("is accepted", -1).length == 3, "second answer");
      shell.ready();
      terminal.type(VirtualTerminal.CTRL_R + "hy 8");
      terminal.await("why 8.8.8.1 25");
      assertTrue(Files.readString(lab.folder().resolve("history")).contains("why 8.8.8.1 25"));
    }
  }

  @Test
  void ctrlCDropsALineAndNothingElse() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      terminal.type("apply");
      terminal.await("> apply");
      terminal.type(VirtualTerminal.CTRL_C);
      shell.say("check", "no mistakes");
      assertEquals(List.of(), lab.system().ours());
    }
  }

  @Test
  void ctrlCLeavesAQuestionThatTakesLong() throws IOException {
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    lab.answers(
        "mx.example",
        Family.IP,
        () -> {
          asked.complete(true);
          await();
          throw new AssertionError();
        });
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      terminal.type("plan" + VirtualTerminal.ENTER);
      asked.join();
      terminal.type(VirtualTerminal.CTRL_C);
      terminal.await("stopped");
      shell.say("check", "no mistakes");
    }
  }

  private static void await() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDraftIsNotLeftByMistake() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      shell.say("rule smtp otherwise observe", "in the draft only");
      shell.say("exit", "The draft is not written");
      terminal.type("exit" + VirtualTerminal.ENTER);
      assertEquals(ExitCode.DONE, shell.end());
      assertEquals(POLICY, Files.readString(lab.file()));
    }
  }

  @Test
  void aLongAnswerIsPaged() throws IOException {
    try (VirtualTerminal terminal = xterm(80, 12);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      shell.say("help", "q ends, / searches");
      terminal.type("q");
      shell.say("check", "no mistakes");
    }
  }

  @Test
  void aNarrowTerminalIsEnough() throws IOException {
    try (VirtualTerminal terminal = xterm(40, 12);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      terminal.await("postern>");
      shell.say("check", "no mistakes");
      terminal.resize(90, 20);
      shell.say("check", "postern policy.yaml>");
    }
  }

  @Test
  void aDumbTerminalIsEnough() throws IOException {
    try (VirtualTerminal terminal = new VirtualTerminal("dumb", 80, 24);
        Conversing shell = new Conversing(lab, terminal, Palette.detect(true, "", "dumb"))) {
      shell.say("check", "no mistakes");
      shell.say("why 8.8.8.1", "is accepted");
      assertFalse(terminal.raw().contains("\u001b["), terminal.raw());
    }
  }

  @Test
  void pastedBinaryIsShownAndHarmless() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 24);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      terminal.type("\u001b[200~why \u0007\u001b]0;title\u0007 x\u0001\nfoo \u009b31m\u001b[201~");
      terminal.type(VirtualTerminal.ENTER);
      shell.say("check", "no mistakes");
      assertFalse(terminal.raw().contains("\u001b]0;title"), terminal.raw());
      assertEquals(List.of(), lab.system().ours());
    }
  }

  @Test
  void severalPastedLinesAreDoneInTheirOrder() throws IOException {
    try (VirtualTerminal terminal = xterm(100, 30);
        Conversing shell = new Conversing(lab, terminal, colours())) {
      terminal.type("\u001b[200~rule smtp otherwise reject\nchanges\u001b[201~");
      terminal.type(VirtualTerminal.ENTER);
      terminal.await(text -> text.split("otherwise: reject", -1).length >= 3, "both answers");
      assertTrue(shell.session().workspace().isUnwritten());
    }
  }
}
