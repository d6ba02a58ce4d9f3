package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.address.Family;
import org.postern.pipeline.Lab;
import org.postern.source.Answer;

/** Where a source never answered, the message names what the administrator can write. */
class WaysOutTest {
  private static final String POLICY =
      """
      sets:
        a:
          sources:
            - dns: mx.example
      rules: [{name: smtp, port: tcp/25, accept: [a], otherwise: drop}]
      """;

  @TempDir private Path folder;

  private Lab lab(Answer.Cause cause, Family failing) throws IOException {
    Lab lab = new Lab(folder).policy(POLICY);
    lab.answers("mx.example", "8.8.8.1", "2a01:111:f400::1");
    Answer none = new Answer.NoInformation(cause, "mx.example: 127.0.0.1:53/udp failed");
    return lab.answers("mx.example", failing, () -> none);
  }

  private static int exit(Answer.Cause cause) {
    if (cause == Answer.Cause.MISSING || cause == Answer.Cause.NO_LIST) {
      return 66;
    }
    return cause == Answer.Cause.FORBIDDEN ? 77 : 75;
  }

  private static String plain(Terminal.Seen seen) {
    return seen.err().replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @EnumSource(Answer.Cause.class)
  void oneFamilyThatAnswersIsAWay(Answer.Cause cause) throws IOException {
    for (String command : List.of("apply", "plan")) {
      Lab lab = lab(cause, Family.IP6);
      Terminal.Seen seen = new Terminal(lab).type(command, lab.file().toString());
      assertEquals(exit(cause), seen.exit(), seen::toString);
      String where = lab.file() + ":4:14";
      assertTrue(
          plain(seen)
              .contains("\"{dns: mx.example, family: ip}\" at " + where + " asks for IPv4 alone"),
          seen::toString);
      assertTrue(plain(seen).contains("\"unknown: closed\" in the rule"), seen::toString);
      assertTrue(plain(seen).contains("\"initial: FILE\" in the set"), seen::toString);
    }
  }

  @Test
  void theOtherFamilyIsNamedTheOtherWayRound() throws IOException {
    Lab lab = lab(Answer.Cause.SERVFAIL, Family.IP);
    Terminal.Seen seen = new Terminal(lab).type("apply", lab.file().toString());
    assertTrue(plain(seen).contains("family: ip6}\""), seen::toString);
    Terminal.Seen json = new Terminal(lab).type("apply", lab.file().toString(), "--format", "json");
    String fix = json.json().objects("obstacles").getFirst().string("fix");
    assertTrue(fix.contains("asks for IPv6 alone"), fix);
  }

  @Test
  void whereBothFailNoFamilyIsAWay() throws IOException {
    Lab lab = lab(Answer.Cause.TIMEOUT, Family.IP).silence();
    Terminal.Seen seen = new Terminal(lab).type("apply", lab.file().toString());
    assertFalse(seen.err().contains("family:"), seen::toString);
    assertTrue(plain(seen).contains("deadline: 60s"), seen::toString);
  }

  @Test
  void theWaysLeadOn() throws IOException {
    Lab lab = lab(Answer.Cause.SERVFAIL, Family.IP6);
    lab.policy(POLICY.replace("dns: mx.example", "{dns: mx.example, family: ip}"));
    assertEquals(0, new Terminal(lab).type("apply", lab.file().toString()).exit());
    Lab other = lab(Answer.Cause.SERVFAIL, Family.IP6);
    other.policy(POLICY.replace("otherwise: drop", "otherwise: drop, unknown: closed"));
    assertEquals(0, new Terminal(other).type("apply", other.file().toString()).exit());
  }
}
