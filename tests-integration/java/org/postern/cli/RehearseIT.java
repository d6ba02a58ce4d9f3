package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/** Logs that a real Postfix and a real Exim write are understood. */
class RehearseIT {
  private static final String POLICY =
      """
      sets: {own: {sources: [192.0.2.1]}}
      rules:
        - {name: smtp, port: tcp/25, accept: [own], otherwise: drop}
        - {name: submission, port: tcp/587, accept: [own], otherwise: observe}
      """;

  private static final String PEERS =
      "192.0.2.1 198.51.100.10 25 203.0.113.7 198.51.100.10 25 203.0.113.7 198.51.100.10 25"
          + " 2001:db8::7 2001:db8::10 25 203.0.113.7 198.51.100.10 587";

  @TempDir private Path folder;

  private JsonTree rehearse(Path log) throws IOException {
    Lab lab = new Lab(folder).policy(POLICY);
    String policy = lab.file().toString();
    Terminal.Seen seen =
        new Terminal(lab).type("rehearse", log.toString(), "--policy", policy, "--format", "json");
    assertEquals(1, seen.exit(), seen::toString);
    return seen.json();
  }

  private static Map<String, Long> hosts(JsonTree tree) throws IOException {
    Map<String, Long> hosts = new TreeMap<>();
    for (JsonTree host : tree.objects("hosts")) {
      hosts.put(host.string("rule") + " " + host.string("peer"), host.number("connections"));
      assertTrue(host.has("first") && host.has("last"), host.members()::toString);
    }
    return hosts;
  }

  private static void assertFormat(String format, JsonTree tree) throws IOException {
    assertEquals(List.of(format), tree.objects("files").getFirst().strings("formats"));
  }

  @Test
  void postfix() throws IOException, InterruptedException {
    Path log =
        new MailServer(folder)
            .run(
                """
                postfix -c "$WORK" start
                smtp %s
                postfix -c "$WORK" stop
                cp "$WORK/mail.log" "$OUT"
                """
                    .formatted(PEERS),
                "main.cf",
                "master.cf");
    JsonTree tree = rehearse(log);
    assertFormat("Postfix in syslog", tree);
    assertEquals(
        Map.of("smtp 203.0.113.7", 2L, "smtp 2001:db8::7", 1L, "submission 203.0.113.7", 1L),
        hosts(tree));
    assertEquals(1, tree.object("connections").number("accepted"));
  }

  private JsonTree exim(String selector) throws IOException, InterruptedException {
    Path log =
        new MailServer(folder)
            .run(
                """
                sed -i 's/SELECTOR/%s/' "$WORK/exim.conf"
                exim4 -C "$WORK/exim.conf" -bdf -oX '<; 25 ; 587' -oP "$WORK/spool/pid" &
                smtp %s
                kill $!
                wait $! || true
                cp "$WORK/spool/mainlog" "$OUT"
                """
                    .formatted(selector, PEERS),
                "exim.conf");
    JsonTree tree = rehearse(log);
    assertFormat("Exim", tree);
    return tree;
  }

  @Test
  void eximWithConnections() throws IOException, InterruptedException {
    JsonTree tree = exim("+smtp_connection +incoming_interface +incoming_port");
    assertEquals(
        Map.of("smtp 203.0.113.7", 2L, "smtp 2001:db8::7", 1L, "submission 203.0.113.7", 1L),
        hosts(tree));
    assertEquals(1, tree.object("connections").number("accepted"));
    assertEquals(List.of(), tree.objects("files").getFirst().strings("notes"));
  }

  /** Nothing tells the port then. */
  @Test
  void eximAsItIsByDefault() throws IOException, InterruptedException {
    JsonTree tree = exim("+smtp_protocol_error");
    assertEquals(Map.of("smtp 203.0.113.7", 3L, "smtp 2001:db8::7", 1L), hosts(tree));
    assertEquals(1, tree.object("connections").number("accepted"));
    String note = tree.objects("files").getFirst().strings("notes").getFirst();
    assertTrue(note.contains("+smtp_connection"), note);
  }
}
