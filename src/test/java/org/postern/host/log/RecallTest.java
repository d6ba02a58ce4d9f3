package org.postern.host.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Lines of many programs, each of which names one client. */
class RecallTest {
  /** What the lines name beside the client: servers, gateways, names in HELO. */
  private static final String OTHERS = "10.0.0.";

  private record Line(String client, String text) {}

  private static Map<String, List<Line>> forms() throws IOException {
    Map<String, List<Line>> forms = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(RecallTest.class.getResourceAsStream("forms.tsv"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        String[] fields = line.split("\t", 3);
        if (fields.length == 3) {
          forms
              .computeIfAbsent(fields[0], form -> new ArrayList<>())
              .add(new Line(fields[1], fields[2]));
        }
      }
    }
    return forms;
  }

  /** Every client is found, in a log of one form; of known servers, nothing else. */
  @Test
  void everyFormTellsItsClients() throws IOException {
    Map<String, List<Line>> forms = forms();
    assertTrue(forms.size() > 90, () -> "only " + forms.size());
    List<String> missed = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, List<Line>> form : forms.entrySet()) {
      for (Line line : form.getValue()) {
        Logs.Seen seen = Logs.read(line.text() + "\n");
        Set<String> found = new TreeSet<>(List.of(seen.peers().strip().split("\n", -1)));
        if (!found.remove(line.client())) {
          missed.add(line.text());
        }
        boolean server = !seen.summary().formats().equals(List.of(AnyText.NAME));
        found.removeIf(peer -> !server && peer.startsWith(OTHERS));
        if (!found.isEmpty()) {
          wrong.add(found + " in " + line.text());
        }
        assertEquals(0, seen.summary().undecided(), line.text());
      }
    }
    assertEquals(List.of(), missed);
    assertEquals(List.of(), wrong);
  }

  /** Beside a mail server, only that one's clients count. */
  @Test
  void oneLogMayHoldSeveralPrograms() throws IOException {
    Map<String, List<Line>> forms = forms();
    for (String form : List.of("postfix", "exim", "sendmail-reject")) {
      for (Line line : Objects.requireNonNull(forms.get(form))) {
        String log =
            (line.text() + "\n").repeat(3)
                + "Feb  3 04:05:06 mx sshd[7]: Failed password for root from 198.51.100.99 port 1\n"
                + "Feb  3 04:05:06 mx dovecot: imap-login: Login: user=<u>, rip=198.51.100.98\n"
                + "Feb  3 04:05:06 mx app[7]: request of 198.51.100.97\n";
        Logs.Seen seen = Logs.read(log);
        assertEquals(
            Set.of(line.client()), Set.copyOf(List.of(seen.peers().strip().split("\n", -1))), log);
        assertTrue(
            seen.summary().notes().toString().contains("1 line of programs that are not known"),
            seen::toString);
      }
    }
  }

  /** A few lines of a mail server in another's log do not decide what the others are. */
  @Test
  void oneStrayLineDoesNotDecide() throws IOException {
    Logs.Seen seen =
        Logs.read(
            """
            Feb  3 04:05:05 mx postfix/sendmail[7]: fatal: x
            Feb  3 04:05:06 mx newmta[9]: client 198.51.100.8 connected
            Feb  3 04:05:07 mx newmta[9]: client 198.51.100.9 connected
            """);
    assertEquals("198.51.100.8\n198.51.100.9\n", seen.peers());
    assertEquals(List.of("Postfix in syslog", "text with addresses"), seen.summary().formats());
  }
}
