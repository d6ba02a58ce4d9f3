package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.source.Lockfile;

/** Logs held against a policy. */
class RehearseTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example]}
        own: {sources: [10.0.0.5]}
      rules:
        - {name: smtp, hook: [input, forward], in: [eth0], to: [198.51.100.10], port: tcp/25, accept: [filter, own], otherwise: drop}
        - {name: submission, port: tcp/587, accept: [own], otherwise: observe}
      """;

  private static final String LOG =
      """
      Feb  1 10:00:00 mx postfix/smtpd[8]: connect from a[8.8.8.1]
      Feb  2 10:00:00 mx postfix/smtpd[8]: connect from a[8.8.8.2]
      Feb  3 10:00:00 mx postfix/smtpd[8]: connect from b[203.0.113.7]
      Feb  9 10:00:00 mx postfix/smtpd[8]: connect from b[203.0.113.7]
      Feb  4 10:00:00 mx postfix/smtpd[8]: connect from c[203.0.113.6]
      Feb  4 10:00:01 mx postfix/smtpd[8]: connect from c[203.0.113.9]
      Feb  5 10:00:00 mx postfix/submission/smtpd[8]: connect from d[192.0.2.44]
      Feb  5 10:00:00 mx postfix/smtps/smtpd[8]: connect from d[192.0.2.44]
      Feb  6 10:00:00 mx postfix/smtpd[8]: connect from localhost[127.0.0.1]
      Feb  6 10:00:00 mx postfix/smtpd[8]: connect from self[198.51.100.10]
      Mar  1 10:00:00 mx postfix/smtpd[8]: connect from a[8.8.8.1]
      """;

  private final Path folder;

  private final Lab lab;

  RehearseTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    lab.answers("mx.example", "8.8.8.1", "8.8.8.2");
    lab.neighbourhood().addresses("198.51.100.10");
  }

  private Terminal.Seen rehearse(int exit, String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "rehearse";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--policy";
    all[words.length + 2] = lab.file().toString();
    Terminal.Seen seen = new Terminal(lab).type(all);
    assertEquals(exit, seen.exit(), seen::toString);
    return seen;
  }

  private String log(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aRuleThatJudgesMailIsNotLeftOutSilently() throws IOException {
    lab.policy(POLICY + "  - {name: mta, hook: smtp, accept: [filter], otherwise: defer}\n");
    String told = rehearse(1, log("mail.log", LOG)).err();
    assertTrue(
        told.contains("rule mta is on smtp and judges deliveries: it is not rehearsed"), told);
  }

  @Test
  void whoWouldHaveBeenRefusedIsToldWithTheLineToAdd() throws IOException {
    String file = log("mail.log", LOG);
    Terminal.Seen seen = rehearse(1, file);
    assertEquals("", seen.err());
    assertEquals(
        """
        FILE: Postfix in syslog, 11 lines, 11 connections
        in 29 days, from 2026-02-01T10:00:00Z to 2026-03-01T10:00:00Z, 3 connections came from accepted hosts
        past the filter: 57 % of connections in 29 days
        these 3 hosts, 4 connections, would have been refused:
          203.0.113.7  2 connections on 2 days, named b, first 2026-02-03T10:00:00Z, last 2026-02-09T10:00:00Z, rule smtp
          203.0.113.6  1 connection, named c, first 2026-02-04T10:00:00Z, last 2026-02-04T10:00:00Z, rule smtp
          203.0.113.9  1 connection, named c, first 2026-02-04T10:00:01Z, last 2026-02-04T10:00:01Z, rule smtp
        to let them in, add to the sources of set own:
            - 203.0.113.6/31
            - 203.0.113.9
          or - 203.0.113.0/24 instead of its parts: 253 addresses in it were not seen
        this host, 1 connection, would be refused if the rule did not only observe:
          192.0.2.44  1 connection, named d, first 2026-02-05T10:00:00Z, last 2026-02-05T10:00:00Z, rule submission
        to let them in, add to the sources of set own:
            - 192.0.2.44
        2 connections came over the loopback or from this host: no rule judges them
        1 connection came to a port that no rule is over (where a log tells none, 25)
        """,
        seen.out().replace(file, "FILE"));
    assertFalse(Files.exists(lab.state()), "it writes nothing");
  }

  @Test
  void programsGetTheSame() throws IOException {
    JsonTree tree = rehearse(1, log("mail.log", LOG), "--format", "json").json();
    assertEquals(
        Map.of("internal", 2, "unjudged", 1, "accepted", 3, "observed", 1, "refused", 4),
        tree.object("connections").members());
    assertEquals(1, tree.number("exit"));
    assertEquals("2026-02-01T10:00:00Z", tree.string("first"));
    assertEquals("2026-03-01T10:00:00Z", tree.string("last"));
    JsonTree host = tree.objects("hosts").getFirst();
    assertEquals(
        Map.of(
            "peer", "203.0.113.7",
            "rule", "smtp",
            "verdict", "refused",
            "connections", 2,
            "name", "b",
            "messages", 0,
            "days", 2,
            "first", "2026-02-03T10:00:00Z",
            "last", "2026-02-09T10:00:00Z"),
        host.members());
    assertEquals(Map.of("connections", 4, "of", 7, "percent", 57), tree.object("past").members());
    assertFalse(tree.has("incomplete"));
    JsonTree add = tree.objects("add").getFirst();
    assertEquals(List.of("- 203.0.113.6/31", "- 203.0.113.9"), add.strings("lines"));
    assertEquals(253, add.objects("blocks").getFirst().number("excess"));
    JsonTree file = tree.objects("files").getFirst();
    assertEquals(List.of("Postfix in syslog"), file.strings("formats"));
    assertEquals(11, file.number("connections"));
  }

  @Test
  void whoIsAcceptedLosesNothing() throws IOException {
    String one = log("one", "Feb  1 10:00:00 mx postfix/smtpd[8]: connect from a[8.8.8.1]\n");
    String two = log("two", "x 8.8.8.2 y\n");
    Terminal.Seen seen = rehearse(0, one, two);
    assertTrue(seen.out().contains("2 connections came from accepted hosts"), seen::toString);
    assertTrue(seen.err().contains("two: the form of this log is not known"), seen::toString);
  }

  @Test
  void theAnswerIsHeldAgainstALockfileToo() throws IOException {
    String lock = log("policy.lock", Lockfile.write(Map.of()));
    assertTrue(rehearse(65, log("a", LOG), "--lock", lock).err().contains("P0603"));
  }

  @Test
  void thePortIsTheUsersWhereTheLogTellsNone() throws IOException {
    String log = log("any", "10.0.0.5\n10.0.0.6\n");
    rehearse(1, log, "--port", "587");
    assertTrue(rehearse(0, log, "--port", "2525").out().contains("no rule is over"));
    rehearse(64, log, "--port", "x");
  }

  @Test
  void withoutAnswersNobodyIsJudged() throws IOException {
    lab.silence();
    Terminal.Seen seen = rehearse(75, log("mail.log", LOG));
    assertTrue(seen.err().contains("never answered"), seen::toString);
  }

  @Test
  void whatIsMissingOrNoLogIsSaidBeforeAnythingIsRead() throws IOException {
    rehearse(66, log("mail.log", LOG), folder.resolve("none").toString());
    rehearse(64, folder.toString());
    rehearse(65, log("text", "there is nothing to be found here\n"));
    assertTrue(rehearse(65, log("packed", "BZh9")).err().contains("bzcat"));
    rehearse(0, log("empty", ""));
  }

  @Test
  void aDamagedFileCountsAsFarAsItGoes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(LOG.repeat(1_000).getBytes(StandardCharsets.US_ASCII));
    }
    byte[] packed = bytes.toByteArray();
    Path whole = Files.write(folder.resolve("mail.log.2.gz"), packed);
    assertTrue(rehearse(1, whole.toString()).out().contains("4,000 connections, would have been"));
    Path half = Files.write(folder.resolve("half.gz"), Arrays.copyOf(packed, 400));
    Terminal.Seen seen = rehearse(65, half.toString());
    assertTrue(
        seen.err().contains("damaged or ends too early; what was read counts"), seen::toString);
    assertTrue(seen.out().contains("203.0.113.7"), seen::toString);
  }

  /** Nothing speaks for any of them: they are listed, and none is offered as a line to add. */
  @Test
  void strangersAreListedAndNotProposed() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append("203.0.%d.%d\n".formatted(i / 100, i % 100 * 2));
    }
    String file = log("many", text.toString());
    Terminal.Seen seen = rehearse(1, file);
    assertTrue(seen.out().contains("  and 250 more hosts (--format json lists all)"));
    assertTrue(seen.out().contains("300 hosts are not proposed"), seen::toString);
    assertFalse(seen.out().contains("to let them in"), seen::toString);
    JsonTree tree = rehearse(1, file, "--format", "json").json();
    assertEquals(300, tree.objects("hosts").size());
    assertEquals(List.of(), tree.objects("add"));
    JsonTree top = rehearse(1, file, "--top", "7", "--format", "json").json();
    assertEquals(7, top.objects("hosts").size());
    rehearse(64, file, "--top", "0");
    rehearse(64, file, "--top", "x");
  }

  /** A name that leads back, accepted messages, connections, days. */
  @Test
  void hostsForWhichMostSpeaksComeFirst() throws IOException {
    StringBuilder text = new StringBuilder();
    String line = "Feb %2d 10:00:00 mx postfix/smtpd[8]: %s[203.0.113.%d]%s\n";
    for (int i = 0; i < 9; i++) {
      text.append(line.formatted(1, "connect from unknown", 1, ""));
    }
    for (int day = 1; day < 4; day++) {
      text.append(line.formatted(day, "connect from unknown", 2, ""));
    }
    text.append(line.formatted(1, "connect from a.example", 3, ""));
    text.append(line.formatted(1, "disconnect from a.example", 3, " mail=1 data=1 commands=2"));
    text.append(line.formatted(1, "connect from b.example", 4, ""));
    text.append(line.formatted(1, "connect from unknown", 5, ""));
    text.append(line.formatted(1, "disconnect from unknown", 5, " mail=2 data=2 commands=4"));
    text.append(line.formatted(1, "connect from c.example", 6, ""));
    text.append(line.formatted(1, "disconnect from c.example", 6, " mail=9 data=9 commands=18"));
    String file = log("mail.log", text.toString());
    JsonTree tree = rehearse(1, file, "--format", "json").json();
    List<String> peers = new ArrayList<>();
    for (JsonTree host : tree.objects("hosts")) {
      peers.add(host.string("peer").substring("203.0.113.".length()));
    }
    assertEquals(List.of("6", "3", "4", "5", "1", "2"), peers);
    assertEquals(
        List.of("- 203.0.113.2/31", "- 203.0.113.4/31", "- 203.0.113.6"),
        tree.objects("add").getFirst().strings("lines"));
    Terminal.Seen top = rehearse(1, file, "--top", "2");
    assertTrue(top.out().contains("and 4 more hosts (--top lists more)"), top::toString);
    assertTrue(
        top.out().contains("203.0.113.6  1 connection, named c.example, 9 messages accepted"));
    assertTrue(top.out().contains("    - 203.0.113.3\n    - 203.0.113.6\n"), top::toString);
  }

  /** What a mail server wrote about an address and nothing made anything of is no all-clear. */
  @Test
  void whatWasNotUnderstoodIsNoAllClear() throws IOException {
    String known = "Feb  1 10:00:00 mx postfix/smtpd[8]: connect from a[8.8.8.1]\n";
    String strange = "Feb  1 10:00:00 mx postfix/smtpd[8]: news\u0007 of 203.0.113.7\n";
    String file = log("mail.log", known + strange + strange);
    Terminal.Seen seen = rehearse(1, file);
    assertTrue(
        seen.err()
            .contains(
                "incomplete: 2 lines that a mail server wrote about an address were not"
                    + " understood, such as: news\\x07 of 203.0.113.7"),
        seen::toString);
    JsonTree tree = rehearse(1, file, log("good", known), "--format", "json").json();
    assertEquals(2, tree.object("incomplete").number("lines"));
    assertEquals("news\\x07 of 203.0.113.7", tree.object("incomplete").string("example"));
    assertEquals(2, tree.objects("files").getFirst().number("undecided"));
    assertEquals(2, tree.object("connections").number("accepted"));
  }

  /** A log of a mail server in which no connection is told judges nothing. */
  @Test
  void whereNothingIsJudgedNothingIsWell() throws IOException {
    String quiet = log("quiet", "Feb  1 10:00:00 mx postfix/qmgr[8]: 4A: removed\n");
    assertTrue(rehearse(1, quiet).err().contains("nothing was judged"));
    String good = log("good", "Feb  1 10:00:00 mx postfix/smtpd[8]: connect from a[8.8.8.1]\n");
    rehearse(0, quiet, good);
  }

  /** Their port is not told, and no other mail server authenticates. */
  @Test
  void submissionsOfUnknownPortStandApart() throws IOException {
    String file =
        log(
            "mainlog",
            "2026-02-03 04:05:06 1rABCd-0001AB-2x <= a@b.example H=(x) [203.0.113.7] P=esmtpsa"
                + " A=plain:u S=1\n");
    Terminal.Seen seen = rehearse(0, file);
    assertTrue(seen.out().contains("1 connection came from clients that authenticated"));
    assertEquals(1, rehearse(0, file, "--format", "json").json().number("submissions"));
    rehearse(1, file, "--port", "25");
  }

  /** A firewall that hides clients behind its own address is no stranger. */
  @Test
  void peersThatAreNearAreMarked() throws IOException {
    lab.neighbourhood().near("192.0.2.0/24", "192.0.2.1");
    StringBuilder text = new StringBuilder();
    for (String peer : List.of("192.0.2.1", "192.0.2.9", "10.1.2.3", "203.0.113.7")) {
      text.append("Feb  1 10:00:00 mx postfix/smtpd[8]: connect from a[%s]\n".formatted(peer));
    }
    String file = log("mail.log", text.toString());
    String out = rehearse(1, file).out();
    assertTrue(out.contains("rule smtp: the default gateway (your firewall or a health check?)"));
    assertTrue(out.contains("rule smtp: on this network (your firewall or a health check?)"), out);
    assertTrue(out.contains("rule smtp: a private address (your firewall or a health check?)"));
    List<String> near = new ArrayList<>();
    for (JsonTree host : rehearse(1, file, "--format", "json").json().objects("hosts")) {
      near.add(host.has("near") ? host.string("near") : "");
    }
    assertEquals(List.of("private", "gateway", "on-link", ""), near);
  }
}
