package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
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

  @TempDir private Path folder;

  private Lab lab = new Lab(Path.of("unset"));

  @BeforeEach
  void openTheLab() throws IOException {
    lab = new Lab(folder).policy(POLICY);
  }

  @Test
  void aRuleThatNoTargetHoldsIsToldWithItsPlaceAndWhatToDo() throws IOException {
    lab.policy(POLICY + MAIL);
    for (String command : new String[] {"plan", "apply"}) {
      Terminal.Seen seen = type(65, command, lab.file().toString());
      assertTrue(seen.err().contains("  at " + lab.file() + ":5:"), seen::toString);
      assertTrue(seen.err().contains("bind a mail server in targets"), seen::toString);
    }
    Terminal.Seen check = type(0, "check", lab.file().toString());
    assertTrue(
        check.err().contains("is on smtp, and no target of this policy judges mail"),
        check::toString);
  }

  @Test
  void aRehearsalThatLeavesARuleOutIsNoAllClear() throws IOException {
    Path log = folder.resolve("mail.log");
    Files.writeString(
        log, "Feb 28 01:00:00 mx postfix/smtpd[1]: connect from a.example[8.8.8.1]\n");
    type(0, "rehearse", log.toString(), "--policy", lab.file().toString());
    lab.policy(POLICY + MAIL);
    Terminal.Seen seen = type(1, "rehearse", log.toString(), "--policy", lab.file().toString());
    assertTrue(seen.err().contains("it is not rehearsed here"), seen::toString);
  }

  @Test
  void aCutOfTheAuditTrailIsToldByHistory() throws IOException {
    type(0, "apply", lab.file().toString());
    type(0, "pause", "--reason", "the first of two orders");
    type(0, "resume", "--reason", "the second of two orders");
    Path audit = lab.state().resolve("audit");
    String whole = Files.readString(audit);
    assertFalse(type(0, "history").err().contains("audit"));
    for (int cut : new int[] {whole.length() - 2, whole.length() / 2, 5}) {
      Files.writeString(audit, whole.substring(0, cut));
      Terminal.Seen seen = type(0, "history");
      assertTrue(seen.err().contains("the audit trail " + audit), seen::toString);
      assertTrue(seen.err().contains("1 line cannot be read"), seen::toString);
    }
    Files.writeString(audit, "");
    assertTrue(type(0, "history").err().contains("is empty: what it told was taken out"));
  }

  private Terminal.Seen type(int exit, String... words) {
    Terminal.Seen seen = new Terminal(lab).type(words);
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }
}
