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

  /** What the packages of Debian leave behind: users with numbers that they were given there. */
  private static final String INSTALLED =
      """
      mount -t tmpfs none /mnt
      mkdir /mnt/etc
      cp /etc/passwd /etc/group /mnt/etc
      for user in postfix:106 Debian-exim:107 other:901 another:902; do
        echo "${user%:*}:x:${user#*:}:${user#*:}::/nonexistent:/bin/false" >> /mnt/etc/passwd
        echo "${user%:*}:x:${user#*:}:" >> /mnt/etc/group
      done
      printf 'postdrop:x:108:\nsomebody:x:903:\n' >> /mnt/etc/group
      mount -t overlay -o lowerdir=/mnt/etc:/etc overlay /etc
      """;

  @Test
  void postfix() throws IOException, InterruptedException {
    postfix(new MailServer(folder));
  }

  @Test
  void postfixWhereOneIsInstalledAlready() throws IOException, InterruptedException {
    postfix(new MailServer(folder, INSTALLED));
  }

  private void postfix(MailServer server) throws IOException, InterruptedException {
    Path log =
        server.run(
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
    return exim(selector, new MailServer(folder));
  }

  private JsonTree exim(String selector, MailServer server)
      throws IOException, InterruptedException {
    Path log =
        server.run(
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

  @Test
  void eximWhereOneIsInstalledAlready() throws IOException, InterruptedException {
    JsonTree tree = exim("+smtp_connection", new MailServer(folder, INSTALLED));
    assertEquals(1, tree.object("connections").number("accepted"));
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
