package org.postern.host.log.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.host.log.Logs;

/** One line of Postfix in everything that carries lines. */
class WrappingTest {
  private static final String SAID = "connect from m.example.net[203.0.113.9]";
  private static final String TIME = "2026-02-03T04:05:06Z";

  /** A wrapping, and when it says that it was. */
  record Wrapped(String time, String line) {
    @Override
    public String toString() {
      return line.replace(SAID, "...");
    }
  }

  private static Wrapped at(String time, String line) {
    return new Wrapped(time, line.replace("%", SAID));
  }

  static Stream<Wrapped> wrappings() {
    String tag = "postfix/smtpd[9]: %";
    return Stream.of(
        at(TIME, "Feb  3 04:05:06 mx " + tag),
        at(TIME, "Feb 3 04:05:06 mx " + tag),
        at(TIME, "Feb 03 04:05:06.123456 mx " + tag),
        at(TIME, "Feb  3 04:05:06 " + tag),
        at(TIME, "Feb  3 2026 04:05:06 mx " + tag),
        at("2024-02-03T04:05:06Z", "Feb  3 2024 04:05:06 mx " + tag),
        at(TIME, "Feb  3 04:05:06 2026 mx " + tag),
        at(TIME, "Feb  3 04:05:06 mx postfix/smtpd[9]: [ID 197553 mail.info] %"),
        at(TIME, "Feb  3 04:05:06 <mail.info> mx " + tag),
        at(TIME, "<mail.info>Feb  3 04:05:06 mx " + tag),
        at(TIME, "<22>Feb  3 04:05:06 mx " + tag),
        at(TIME, "Feb  3 04:05:06 mx mail:info " + tag),
        at(TIME, "Tue Feb  3 04:05:06 2026 mail.info " + tag),
        at("2026-02-03T03:05:06Z", "Tue Feb  3 04:05:06 CET 2026 mx " + tag),
        at(TIME, "2026-02-03T04:05:06Z mx " + tag),
        at("2026-02-03T03:05:06Z", "2026-02-03T04:05:06.123456+01:00 mx " + tag),
        at("2026-02-03T09:05:06Z", "2026-02-03T04:05:06-0500 mx " + tag),
        at(TIME, "2026-02-03T04:05:06Z " + tag),
        at(TIME, "2026-02-03 04:05:06 mx " + tag),
        at(TIME, "2026-02-03 04:05:06,123 mx " + tag),
        at("2026-02-03T03:05:06Z", "2026-02-03 04:05:06 +0100 mx " + tag),
        at(TIME, "Tue 2026-02-03 04:05:06 UTC mx " + tag),
        at("2026-02-03T09:05:06Z", "Tue 2026-02-03 04:05:06 EST mx " + tag),
        at("2026-02-03T03:05:06Z", "Tue 2026-02-03 04:05:06 CET " + tag),
        at("2026-02-03T07:05:06Z", "Tue 2026-02-03 04:05:06 -03 mx " + tag),
        at("-", "Tue 2026-02-03 04:05:06 XYZT mx " + tag),
        at(TIME, "1770091506.123456 mx " + tag),
        at("-", "[ 1234.567890] mx " + tag),
        at("-", "[    5.123456 <    0.000123 >] mx " + tag),
        at(TIME, "@40000000698173fc00000000 " + tag),
        at("-", "mx " + tag),
        at("-", tag),
        at("-", "%"),
        at("2026-02-03T03:05:06Z", "<22>1 2026-02-03T04:05:06.1+01:00 mx postfix/smtpd 9 - - %"),
        at(TIME, "<22>1 2026-02-03T04:05:06Z - postfix/smtpd - - - %"),
        at(
            TIME,
            "<22>1 2026-02-03T04:05:06Z mx postfix/smtpd 9 ID47 [a@1 b=\"] [\\\"10.0.0.1]\"][c]"
                + " \u00ef\u00bb\u00bf%"),
        at(TIME, "postfix-1  | Feb  3 04:05:06 c0 " + tag),
        at(TIME, "\u001b[36mpostfix-1  |\u001b[0m Feb  3 04:05:06 c0 " + tag),
        at("-", "mail | c0 " + tag),
        at(TIME, "mail | 2026-02-03T04:05:06.123456789Z Feb  3 23:05:06 c0 " + tag),
        at(TIME, "[pod/mail-0/postfix] 2026-02-03T04:05:06Z " + tag),
        at(TIME, "2026-02-03T04:05:06.123456789Z stdout F Feb  3 04:05:06 c0 " + tag),
        at(
            TIME,
            "{\"log\":\""
                + tag
                + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-02-03T04:05:06.1Z\"}"),
        at(TIME, "{\"log\":\"%\\n\",\"stream\":\"stdout\",\"time\":\"2026-02-03T04:05:06.1Z\"}"),
        at(
            TIME,
            "{\"@timestamp\":\"2026-02-03T04:05:06.1Z\",\"message\":\"Feb  3 05:05:06 mx "
                + tag
                + "\"}"),
        at(TIME, journal("postfix/smtpd", "%")),
        at(TIME, "\u001e" + journal("postfix/smtpd", "%")),
        at(TIME, "data: " + journal("postfix/smtpd", "%")),
        at(TIME, journal("5f2c", "Feb  3 23:05:06 c0 " + tag)),
        at(TIME, "Tue 2026-02-03 04:05:06 UTC mx postfix@-.service[9]: %"),
        at(TIME, "Feb  3 04:05:06 node1 5f2c[77]: Feb  3 04:05:06 c0 " + tag),
        at(TIME, "Feb  3 04:05:06 node1 mail/5f2c[77]: mail-1 | 2026-02-03T04:05:06Z c0 " + tag));
  }

  private static String journal(String identifier, String message) {
    return "{\"_HOSTNAME\":\"mx\",\"__REALTIME_TIMESTAMP\":\"1770091506123456\",\"_PID\":\"9\","
        + "\"SYSLOG_IDENTIFIER\":\""
        + identifier
        + "\",\"MESSAGE\":\""
        + message
        + "\"}";
  }

  @ParameterizedTest
  @MethodSource("wrappings")
  void aLineIsUnwrapped(Wrapped wrapped) throws IOException {
    Logs.Seen seen = Logs.read(wrapped.line() + "\n");
    assertEquals(wrapped.time() + " 203.0.113.9 25\n", seen.arrivals());
    assertTrue(seen.summary().formats().getFirst().startsWith("Postfix"), seen::toString);
    assertEquals("203.0.113.9 25 m.example.net 0\n", seen.credits());
    assertEquals(0, seen.summary().undecided());
  }

  /** The host that a message is sent to is none that connects, whatever carries the line. */
  @ParameterizedTest
  @MethodSource("wrappings")
  void whatWasSentIsNoArrival(Wrapped wrapped) throws IOException {
    String sent =
        "4ABCD: to=<u@example.org>, relay=mx.example.org[203.0.113.77]:25, dsn=2.0.0, status=sent";
    String line = wrapped.line().replace(SAID, sent).replace("postfix/smtpd", "postfix/smtp");
    Logs.Seen seen = Logs.read(wrapped.line() + "\n" + line + "\n");
    assertEquals(wrapped.time() + " 203.0.113.9 25\n", seen.arrivals());
    assertEquals(0, seen.summary().undecided());
  }

  private static byte[] export(String... fields) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String field : fields) {
      int equals = field.indexOf('=');
      byte[] value = field.substring(equals + 1).getBytes(StandardCharsets.ISO_8859_1);
      boolean printable = field.chars().noneMatch(c -> c < ' ' || c > '~');
      out.write(
          field.substring(0, printable ? equals + 1 : equals).getBytes(StandardCharsets.US_ASCII));
      if (!printable) {
        out.write('\n');
        out.write(
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value.length).array());
      }
      out.write(value);
      out.write('\n');
    }
    out.write('\n');
    return out.toByteArray();
  }

  /** Fields that are not printable are told with their length, in which any byte may be. */
  @Test
  void theExportFormIsReadWithItsBinaryFields() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    String[] head = {"__CURSOR=s=1;i=2", "__REALTIME_TIMESTAMP=1770091506123456", "_HOSTNAME=mx"};
    log.write(
        export(head[0], head[1], head[2], "SYSLOG_IDENTIFIER=postfix/smtpd", "MESSAGE=" + SAID));
    log.write(
        export(
            head[0],
            head[1],
            """
            MESSAGE=\u00e9\u00e9

            SYSLOG_IDENTIFIER=postfix/smtpd
            MESSAGE=connect from x[10.0.0.1]\
            """,
            "SYSLOG_IDENTIFIER=app"));
    log.write(
        export(
            head[0],
            head[1],
            "X=" + "\u00e9".repeat(10),
            "MESSAGE=connect from b[203.0.113.8]",
            "SYSLOG_IDENTIFIER=postfix/smtpd"));
    log.write(
        export(
            head[0],
            head[1],
            "SYSLOG_IDENTIFIER=postfix/smtpd",
            "X=" + "\u00e9".repeat(2_570),
            "MESSAGE=connect from \u00e9[203.0.113.7]"));
    log.write(
        export(head[0], "SYSLOG_IDENTIFIER=postfix/smtpd", "MESSAGE=connect from c[203.0.113.6]"));
    Logs.Seen seen = Logs.read(log.toByteArray());
    assertEquals(
        TIME
            + " 203.0.113.9 25\n"
            + TIME
            + " 203.0.113.8 25\n"
            + TIME
            + " 203.0.113.7 25\n"
            + "- 203.0.113.6 25\n",
        seen.arrivals());
    assertEquals(List.of("Postfix in the journal"), seen.summary().formats());
  }

  @Test
  void theVerboseAndThePrettyFormAreRead() throws IOException {
    Logs.Seen seen =
        Logs.read(
            """
            Tue 2026-02-03 04:05:06.123456 CET [s=0123456789abcdef0123456789abcdef;i=1;b=2;m=3;t=4;x=5]
                _HOSTNAME=mx
                PRIORITY=6
                MESSAGE=connect from a[203.0.113.9]
                SYSLOG_IDENTIFIER=postfix/smtpd
                _PID=9
            Tue 2026-02-03 04:05:07.123456 CET [s=0123456789abcdef0123456789abcdef;i=2;b=2;m=3;t=4;x=5]
                SYSLOG_IDENTIFIER=postfix/smtp
                MESSAGE=connect to mx.example.org[203.0.113.77]:25: Connection timed out
            Tue 2026-02-03 04:05:08.123456 CET [s=0123456789abcdef0123456789abcdef;i=3;b=2;m=3;t=4;x=5]
                SYSLOG_IDENTIFIER=postfix/smtpd
                MESSAGE=connect from b[203.0.113.8]
            {
            \t"__REALTIME_TIMESTAMP" : "1770091506123456",
            \t"SYSLOG_IDENTIFIER" : "postfix/smtpd",
            \t"MESSAGE" : "connect from c[203.0.113.7]"
            }
            {
            not one of the journal: connect from d[203.0.113.6]
            Feb  3 04:05:09 mx postfix/smtpd[9]: connect from e[203.0.113.5]
            """);
    assertEquals(
        """
        2026-02-03T03:05:06Z 203.0.113.9 25
        2026-02-03T03:05:08Z 203.0.113.8 25
        2026-02-03T04:05:06Z 203.0.113.7 25
        2026-02-03T04:05:09Z 203.0.113.5 25
        """,
        seen.arrivals());
  }

  /** What several zones are called by is that of this host, if it is one of them. */
  @ParameterizedTest
  @CsvSource({"CST, 10", "IST, 22", "BST, 3", "NZDT, 15", "WET, 4", "-0330, 7"})
  void zoneWordsAreOffsets(String word, int hour) throws IOException {
    Logs.Seen seen = Logs.read("Tue 2026-02-03 04:05:06 " + word + " mx postfix/smtpd[9]: " + SAID);
    assertTrue(seen.arrivals().contains("T%02d:".formatted(hour)), seen::arrivals);
  }

  /** A program may log what a peer wrote; a mail server's own words are not taken for lines. */
  @Test
  void whatAMailServerSaidIsNotUnwrapped() throws IOException {
    Logs.Seen seen =
        Logs.read(
            """
            Feb  3 04:05:06 mx postfix/cleanup[7]: 4A: message-id=<Feb  3 04:05:06 mx postfix/smtpd[9]: connect from x[10.0.0.1]>
            Feb  3 04:05:06 mx sshd[7]: Feb  3 04:05:06 mx postfix/smtpd[9]: connect from x[10.0.0.1]
            Feb  3 04:05:06 mx exim[7]: Feb  3 04:05:06 mx postfix/smtpd[9]: connect from x[10.0.0.1]
            Feb  3 04:05:07 mx postfix/smtpd[9]: connect from a[203.0.113.9]
            """);
    assertEquals("2026-02-03T04:05:07Z 203.0.113.9 25\n", seen.arrivals());
  }
}
