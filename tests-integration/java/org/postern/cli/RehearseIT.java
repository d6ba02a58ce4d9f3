package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/**
 * Logs that a real Postfix and a real Exim write are understood, by the program as it is shipped.
 */
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

  private Path postfixLog(MailServer server) throws IOException, InterruptedException {
    return server.run(
        """
        postfix -c "$WORK" start
        smtp %s
        postfix -c "$WORK" stop
        cp "$WORK/mail.log" "$OUT"
        """
            .formatted(PEERS),
        "main.cf",
        "master.cf");
  }

  private void postfix(MailServer server) throws IOException, InterruptedException {
    JsonTree tree = rehearse(postfixLog(server));
    assertFormat("Postfix in syslog", tree);
    assertEquals(
        Map.of("smtp 203.0.113.7", 2L, "smtp 2001:db8::7", 1L, "submission 203.0.113.7", 1L),
        hosts(tree));
    assertEquals(1, tree.object("connections").number("accepted"));
  }

  private Path eximLog(String selector, MailServer server)
      throws IOException, InterruptedException {
    return server.run(
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
  }

  private JsonTree exim(String selector) throws IOException, InterruptedException {
    return exim(selector, new MailServer(folder));
  }

  private JsonTree exim(String selector, MailServer server)
      throws IOException, InterruptedException {
    JsonTree tree = rehearse(eximLog(selector, server));
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

  /** Runs the program itself, in a namespace that has no addresses of its own. */
  private JsonTree program(int exit, Path... logs) throws IOException, InterruptedException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    List<String> words = new ArrayList<>(List.of("unshare", "--net"));
    words.addAll(List.of(System.getProperty("postern.image"), "rehearse"));
    for (Path log : logs) {
      words.add(log.toString());
    }
    words.addAll(List.of("--policy", policy.toString(), "--format", "json"));
    words.addAll(List.of("--state", folder.resolve("state").toString()));
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(words).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exit, process.waitFor(), () -> out + text(errors));
    return Json.read(out);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes each line of a log in another form. */
  private Path rewritten(String name, List<String> lines, UnaryOperator<String> form)
      throws IOException {
    return Files.write(folder.resolve(name), lines.stream().map(form).toList());
  }

  private static String json(String line) {
    String log = line.replace("\\", "\\\\").replace("\"", "\\\"");
    return "{\"log\":\"%s\\n\",\"stream\":\"stdout\",\"time\":\"2026-02-03T04:05:06.1Z\"}"
        .formatted(log);
  }

  /** What syslog, containers and collectors make of one log: in each form it says the same. */
  @Tag("nightly")
  @Test
  void wrappedLogsSayTheSame() throws IOException, InterruptedException {
    List<String> lines = Files.readAllLines(postfixLog(new MailServer(folder)));
    String head = "^(\\w{3} +\\d+ [0-9:]{8}) (\\S+) (\\S+)\\[(\\d+)]: ";
    assertTrue(lines.stream().allMatch(line -> line.matches(head + ".*")), lines::toString);
    UnaryOperator<String> rfc5424 =
        line -> line.replaceFirst(head, "<22>1 2026-02-03T04:05:06.1+01:00 $2 $3 $4 - - ");
    List<Path> forms =
        List.of(
            rewritten("compose", lines, "postfix-mailcow-1  | "::concat),
            rewritten("json-file", lines, RehearseIT::json),
            rewritten("rfc5424", lines, rfc5424),
            rewritten("untimed", lines, line -> line.replaceFirst(head, "$2 $3[$4]: ")),
            rewritten("illumos", lines, line -> line.replace("]: ", "]: [ID 197553 mail.info] ")),
            rewritten("renamed", lines, line -> line.replace(" postfix/", " mx-in/")));
    Map<String, Long> each =
        Map.of("smtp 203.0.113.7", 2L, "smtp 2001:db8::7", 1L, "submission 203.0.113.7", 1L);
    for (Path form : forms) {
      JsonTree tree = program(1, form);
      Map<String, Long> hosts = new TreeMap<>();
      for (JsonTree host : tree.objects("hosts")) {
        hosts.put(host.string("rule") + " " + host.string("peer"), host.number("connections"));
      }
      assertEquals(each, hosts, form.toString());
      assertFalse(tree.has("incomplete"), () -> form + "\n" + text(form));
    }
    JsonTree all = program(1, forms.toArray(new Path[0]));
    assertEquals(12, all.objects("hosts").getFirst().number("connections"));
    JsonTree past = all.object("past");
    assertEquals(List.of(18L, 24L), List.of(past.number("connections"), past.number("of")));
  }

  /**
   * Two servers write to one log, beside a program that is none; a line that is new is no
   * all-clear.
   */
  @Test
  void onlyWhatWasUnderstoodIsAnAllClear() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>(Files.readAllLines(postfixLog(new MailServer(folder))));
    lines.addAll(
        Files.readAllLines(
            eximLog("+smtp_connection +incoming_interface", new MailServer(folder))));
    lines.add("Feb  3 04:05:06 mx sshd[7]: Failed password for root from 198.51.100.99 port 1");
    Path log = folder.resolve("mail.log");
    JsonTree mixed = program(1, Files.write(log, lines));
    assertEquals(4, mixed.objects("hosts").getFirst().number("connections"));
    assertEquals(2, mixed.object("connections").number("accepted"));

    lines.removeIf(line -> line.contains("203.0.113.7") || line.contains("2001:db8::7"));
    JsonTree clear = program(0, Files.write(log, lines));
    assertEquals(2, clear.object("connections").number("accepted"));
    assertEquals(0, clear.object("past").number("percent"));

    String strange = "Feb  3 04:05:06 mx postfix/smtpd[9]: a new word for 203.0.113.7";
    lines.addAll(List.of(strange, strange));
    JsonTree incomplete = program(1, Files.write(log, lines)).object("incomplete");
    assertEquals(2, incomplete.number("lines"));
    assertEquals("a new word for 203.0.113.7", incomplete.string("example"));
  }
}
