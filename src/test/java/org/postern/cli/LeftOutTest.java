package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Lab;

/** What is left out, or lost, is never passed over in silence. */
class LeftOutTest {
  private static final String POLICY =
      """
      sets:
        own: {sources: [8.8.8.1]}
      rules:
        - {name: smtp, port: tcp/25, accept: [own], otherwise: drop}
      """;
  private static final String MAIL =
      "  - {name: mta, hook: smtp, accept: [own], otherwise: defer}\n";

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  LeftOutTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    this.terminal = new Terminal(lab);
  }

  @Test
  void aRuleThatNoTargetHoldsIsToldWithItsPlaceAndWhatToDo() throws IOException {
    lab.policy(POLICY + MAIL);
    for (String command : new String[] {"plan", "apply"}) {
      Terminal.Seen seen = terminal.type(65, command, lab.file().toString());
      assertTrue(seen.err().contains("  at " + lab.file() + ":5:"), seen::toString);
      assertTrue(seen.err().contains("bind a mail server in targets"), seen::toString);
    }
    Terminal.Seen check = terminal.type(0, "check", lab.file().toString());
    assertTrue(
        check.err().contains("is on smtp, and no target of this policy judges mail"),
        check::toString);
  }

  @Test
  void aRehearsalThatLeavesARuleOutIsNoAllClear() throws IOException {
    Path log = folder.resolve("mail.log");
    Files.writeString(
        log, "Feb 28 01:00:00 mx postfix/smtpd[1]: connect from a.example[8.8.8.1]\n");
    terminal.type(0, "rehearse", log.toString(), "--policy", lab.file().toString());
    lab.policy(POLICY + MAIL);
    Terminal.Seen seen =
        terminal.type(1, "rehearse", log.toString(), "--policy", lab.file().toString());
    assertTrue(seen.err().contains("it is not rehearsed here"), seen::toString);
  }

  @Test
  void aCutOfTheAuditTrailIsToldByHistory() throws IOException {
    terminal.type(0, "apply", lab.file().toString());
    terminal.type(0, "pause", "--reason", "the first of two orders");
    terminal.type(0, "resume", "--reason", "the second of two orders");
    Path audit = lab.state().resolve("audit");
    String whole = Files.readString(audit);
    assertFalse(terminal.type(0, "history").err().contains("audit"));
    for (int cut : new int[] {whole.length() - 2, whole.length() / 2, 5}) {
      Files.writeString(audit, whole.substring(0, cut));
      Terminal.Seen seen = terminal.type(0, "history");
      assertTrue(seen.err().contains("the audit trail " + audit), seen::toString);
      assertTrue(seen.err().contains("1 line cannot be read"), seen::toString);
    }
    Files.writeString(audit, "");
    assertTrue(terminal.type(0, "history").err().contains("is empty: what it told was taken out"));
  }
}
