package org.postern.host.log.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.host.log.Logs;
import org.postern.host.log.Unwrapper;
import org.postern.host.log.postfix.KnownHeads;
import org.postern.host.log.postfix.SmtpdScanner;

/** What is read from bytes is what is read from text. */
final class ScannedLinesTest {
  /** Taken out of a line of text; a line that has it is not read from bytes. */
  private static final String COLOUR = "\u001b[0m";

  private static final List<String> STAMPS =
      List.of(
          "Nov 24 23:5%d:1%d ",
          "Nov  4 23:5%d:1%d ",
          "Dec 31 2%d:00:6%d ",
          "2026-02-24T23:5%d:1%d.123456+01:00 ",
          "2026-02-24T23:5%d:1%d+01:00 ",
          "2026-02-24 23:5%d:1%d ",
          "Tue Nov 24 23:5%d:1%d 2025 ",
          "Nov 24 2025 23:5%d:1%d ",
          "Feb 31 23:5%d:1%d ",
          "<22>Nov 24 23:5%d:1%d ",
          "23:5%d:1%d ",
          "");

  private static final List<String> TAGS =
      List.of(
          "mx1 postfix/smtpd[12%d]: ",
          "mx1 postfix/submission/smtpd[7%d]: ",
          "mx2 postfix/smtpd[%d]: ",
          "mx1 postfix/smtpd[12345678901%d]: ",
          "mx1 postfix/smtpd: ",
          "mx1 postfix/cleanup[1%d]: ",
          "mx1 postfix/qmgr[1%d]: ",
          "mx1 postfix/postscreen[1%d]: ",
          "mx1 postfix/anvil[1%d]: ",
          "mx1 dovecot[1%d]: ",
          "mx1 exim[1%d]: ",
          "mx1 sm-mta[1%d]: ",
          "mx1 something[1%d]: ",
          "mail.info postfix/smtpd[1%d]: ",
          "postfix/smtpd[1%d]: ");

  private static final List<String> CLIENTS =
      List.of(
          "unknown[192.0.2.%d]",
          "a.example[192.0.2.%d]",
          "a_b-c.example[2001:db8::%d]",
          "unknown[::ffff:192.0.2.%d]",
          "unknown[192.0.2.%d]:4711",
          "unknown[192.0.2.%d/32]",
          "unknown[192.0.2.0%d]",
          "[192.0.2.%d]",
          "a<b[192.0.2.%d]",
          "\u00e4.example[192.0.2.%d]",
          "unknown[unknown%d]",
          "unknown[192.0.2.%d",
          "unknown[fe80::%d%%eth0]",
          "x".repeat(253) + "[192.0.2.%d]",
          "x".repeat(256) + "[192.0.2.%d]");

  private static final List<String> MESSAGES =
      List.of(
          "connect from %s",
          "connect from %s ",
          "connect from %s extra",
          "warning: connect from %s",
          "disconnect from %s",
          "disconnect from %s ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5",
          "disconnect from %s ehlo=1 bdat=2/3 data=1 data=7 commands=3/4",
          "disconnect from %s data=1234567 bdat= commands=1",
          "disconnect from %s data=1",
          "4ABCDEF012: client=%s",
          "4ABCDEF012: client=%s, sasl_method=PLAIN, sasl_username=a",
          "warning: client=%s",
          "4Yx0Pz1Qz3z9: client=%s",
          "NOQUEUE: reject: RCPT from %s: 554 5.7.1 <a@b.example>: Relay access denied",
          "NOQUEUE: reject: ETRN from %s: 554",
          "reject: ETRN a from b from %s",
          "4yproblem: reject: RCPT from %s: 450",
          "lost connection after DATA (12 bytes) from %s",
          "lost connection after AUTH from %s",
          "hostname: client=%s",
          "warning: hostname h.example does not resolve to address 192.0.2.9",
          "[ID 1 mail.info] connect from %s",
          "  connect from %s",
          "message-id=<a@%s>",
          "4ABCDEF012: message-id=<1@b>",
          "CONNECT from %s to [192.0.2.250]:25",
          "statistics: max connection rate 3/60s for (smtp:192.0.2.7) at Nov 24 23:50:11",
          "%s is what it is",
          "");

  private static String line(Random random) {
    String client = pick(CLIENTS, random).formatted(random.nextInt(6));
    String message = pick(MESSAGES, random);
    String stamp = pick(STAMPS, random);
    return (stamp.contains("%d") ? stamp.formatted(random.nextInt(6), random.nextInt(10)) : stamp)
        + tag(random)
        + (message.contains("%s") ? message.formatted(client) : message);
  }

  private static String tag(Random random) {
    String tag = pick(TAGS, random);
    return tag.contains("%d") ? tag.formatted(random.nextInt(4)) : tag;
  }

  private static <T> T pick(List<T> from, Random random) {
    // The first ones are the usual ones.
    int most = random.nextInt(3) == 0 ? from.size() : Math.min(2, from.size());
    return from.get(random.nextInt(most));
  }

  private static String broken(String line, Random random) {
    if (line.isEmpty()) {
      return line;
    }
    StringBuilder text = new StringBuilder(line);
    int at = random.nextInt(line.length());
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, " []:=-./%019aZ\u00ff\u0085".charAt(random.nextInt(16)));
      case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(224)));
      default -> text.setLength(at);
    }
    return text.toString();
  }

  private static void assertAlike(List<String> lines) throws IOException {
    String log = String.join("\n", lines) + "\n";
    Logs.Seen scanned = Logs.read(log);
    Logs.Seen read = Logs.read(log.replace("\n", COLOUR + "\n"));
    assertEquals(read.arrivals(), scanned.arrivals(), log);
    assertEquals(read.credits(), scanned.credits(), log);
    assertEquals(read.summary(), scanned.summary(), log);
  }

  @Test
  void usualLinesAreReadAlike() throws IOException {
    Random random = new Random(1);
    for (int log = 0; log < 300; log++) {
      assertAlike(random.ints(80, 0, 1).mapToObj(_ -> line(random)).toList());
    }
  }

  @Test
  void brokenLinesAreReadAlike() throws IOException {
    Random random = new Random(2);
    for (int log = 0; log < 300; log++) {
      assertAlike(
          random
              .ints(80, 0, 2)
              .mapToObj(broken -> broken == 0 ? line(random) : broken(line(random), random))
              .toList());
    }
  }

  @Test
  void linesBehindAnotherFormAreReadAlike() throws IOException {
    String usual = "2026-02-24 23:50:11 mx1 postfix/smtpd[1]: connect from a,b[192.0.2.1]";
    String later = "2026-02-24 23:50:12 mx1 postfix/smtpd[1]: connect from unknown[192.0.2.2], x";
    assertAlike(
        List.of(
            usual,
            later,
            "#Software: Microsoft Exchange Server",
            "#Log-type: SMTP Receive Protocol Log",
            "#Fields: date-time,session-id,remote-endpoint,event",
            later,
            "__CURSOR=x",
            later,
            "",
            later,
            "{",
            later));
  }

  @Test
  void manyProcessesAreForgottenAlike() throws IOException {
    List<String> lines =
        new Random(3)
            .ints(60_000, 0, 20_000)
            .mapToObj(
                one ->
                    "Nov 24 23:50:11 mx1 postfix/smtpd[%d]: %sconnect from unknown[10.0.%d.%d]"
                        .formatted(one, one % 3 == 0 ? "dis" : "", one % 7, one % 250))
            .toList();
    assertAlike(lines);
  }

  private static boolean isScanned(String first, String line) {
    LogTimes times = new LogTimes(Logs.NOW, ZoneOffset.UTC);
    KnownHeads heads = new KnownHeads(times);
    heads.learn(first, new Unwrapper(new Header.Sources(times)).unwrap(first));
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    byte[] slack = Arrays.copyOf(bytes, bytes.length + 16);
    SmtpdScanner scanner = new SmtpdScanner(heads);
    scanner.over(slack);
    return heads.read(slack, 0, bytes.length) && scanner.scan(bytes.length);
  }

  @Test
  void theUsualLinesAreReadFromBytes() {
    String first = "Nov 24 23:50:11 mx1 postfix/smtpd[1]: connect from unknown[192.0.2.1]";
    String head = "Nov 25 00:01:59 mx1 postfix/smtpd[4711]: ";
    for (String message :
        List.of(
            "connect from a.example[2001:db8::1]",
            "disconnect from unknown[192.0.2.1] ehlo=1 quit=1 commands=2",
            "4ABCDEF012: client=a.example[192.0.2.1]",
            "NOQUEUE: reject: RCPT from a[192.0.2.1]: 554 5.7.1 <a@b>: no",
            "lost connection after AUTH from unknown[192.0.2.1]")) {
      assertTrue(isScanned(first, head + message), message);
    }
    assertFalse(isScanned(first, head + "warning: connect from a[192.0.2.1]"));
    assertFalse(isScanned(first, head.replace("mx1", "mx2") + "connect from a[192.0.2.1]"));
  }
}
