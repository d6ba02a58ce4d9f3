package org.postern.host.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each form of log by lines as the servers write them. */
class LogReaderTest {

  private static void assertRead(String format, String expected, String text) throws IOException {
    Logs.Seen seen = Logs.read(text);
    assertEquals(List.of(format), seen.summary().formats());
    assertEquals(expected, seen.arrivals());
    assertTrue(seen.summary().counted().servers());
    assertEquals(List.of(), seen.summary().notes());
  }

  @Test
  void postfixTellsConnectionsByServiceAndFamily() throws IOException {
    assertRead(
        "Postfix in syslog",
        """
        2025-11-25T00:01:55Z 192.0.2.1 25
        2025-11-25T00:01:56Z 203.0.113.7 587
        2025-12-03T04:05:06Z 2001:db8::7 465
        2026-03-01T00:01:57Z fe80::1 25
        """,
        """
        Nov 25 00:01:52 mx postfix/master[144]: daemon started -- version 3.7.11, configuration /etc/postfix
        Nov 25 00:01:55 mx postfix/smtpd[190]: connect from mail.example[192.0.2.1]
        Nov 25 00:01:55 mx postfix/smtpd[190]: NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 454 4.7.1 <u@other.test>: Relay access denied; from=<a@b.test> to=<u@other.test> proto=ESMTP helo=<[192.0.2.99]>
        Nov 25 00:01:55 mx postfix/smtpd[190]: disconnect from mail.example[192.0.2.1] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4
        Nov 25 00:01:56 mx postfix/submission/smtpd[275]: connect from unknown[203.0.113.7]:40123
        Nov 25 00:01:56 mx postfix/smtp[276]: connect to mx.example[198.51.100.1]:25: Connection timed out
        Nov 25 00:01:56 mx dovecot: imap-login: Login: user=<u>, rip=198.51.100.2
        Dec  3 04:05:06 mx postfix/smtps/smtpd[275]: connect from unknown[2001:db8::7]
        Mar  1 00:01:57 mx postfix/smtpd[190]: connect from unknown[fe80::1%eth0]
        Mar  1 00:01:58 mx postfix/smtpd[190]: connect from unknown[unknown]
        """);
  }

  @Test
  void whomPostscreenLetsThroughCountsOnce() throws IOException {
    assertRead(
        "Postfix in syslog",
        """
        2026-02-01T10:00:00Z 192.0.2.1 25
        2026-02-01T10:00:07Z 192.0.2.2 25
        2026-02-01T10:00:08Z 192.0.2.3 587
        """,
        """
        Feb  1 10:00:00 mx postfix/postscreen[7]: CONNECT from [192.0.2.1]:51234 to [198.51.100.10]:25
        Feb  1 10:00:06 mx postfix/postscreen[7]: PASS NEW [192.0.2.1]:51234
        Feb  1 10:00:06 mx postfix/smtpd[8]: connect from mail.example[192.0.2.1]
        Feb  1 10:00:07 mx postfix/postscreen[7]: CONNECT from [192.0.2.2]:51235 to [198.51.100.10]:25
        Feb  1 10:00:08 mx postfix/submission/smtpd[9]: connect from mail.example[192.0.2.3]
        """);
  }

  @Test
  void everyFormOfSyslogTimeIsRead() throws IOException {
    assertRead(
        "Postfix in syslog",
        """
        2026-02-01T09:00:00Z 192.0.2.1 25
        2026-02-01T10:00:01Z 192.0.2.2 25
        2026-02-01T10:00:02Z 192.0.2.3 25
        2026-02-01T10:00:03Z 192.0.2.4 25
        2026-02-01T10:00:04Z 192.0.2.5 25
        2024-02-29T10:00:05Z 192.0.2.6 25
        """,
        """
        2026-02-01T10:00:00.123456+01:00 mx postfix/smtpd[8]: connect from a[192.0.2.1]
        2026-02-01T10:00:01+0000 mx postfix/smtpd[8]: connect from a[192.0.2.2]
        Feb 01 10:00:02.123456 mx postfix/smtpd[8]: connect from a[192.0.2.3]
        Sun 2026-02-01 10:00:03 UTC mx postfix/smtpd[8]: connect from a[192.0.2.4]
        <22>Feb  1 10:00:04 mx postfix/smtpd[8]: connect from a[192.0.2.5]
        Feb 29 10:00:05 mx postfix/smtpd[8]: connect from a[192.0.2.6]
        """);
  }

  @Test
  void aTimeThatIsNoneIsUnknown() throws IOException {
    assertRead(
        "Postfix in syslog",
        """
        - 192.0.2.1 25
        - 192.0.2.2 25
        """,
        """
        Feb 31 10:00:02 mx postfix/smtpd[8]: connect from a[192.0.2.1]
        2026-02-01T99:00:00Z mx postfix/smtpd[8]: connect from a[192.0.2.2]
        """);
  }

  /** As Exim 4.96 writes it with {@code +smtp_connection +incoming_interface}. */
  @Test
  void eximTellsConnections() throws IOException {
    assertRead(
        "Exim",
        """
        2026-02-25T00:04:15Z 192.0.2.1 25
        2026-02-25T00:04:15Z 203.0.113.7 587
        2026-02-25T00:04:16Z 2001:db8::7 25
        2026-02-25T00:04:17Z 203.0.113.8 -
        """,
        """
        2026-02-25 00:04:12 exim 4.96 daemon started: pid=27, no queue runs, listening for SMTP on port 25 (IPv6 and IPv4)
        2026-02-25 00:04:15 SMTP connection from [192.0.2.1] I=[198.51.100.10]:25 (TCP/IP connection count = 1)
        2026-02-25 00:04:15 H=(x) [192.0.2.1] I=[198.51.100.10]:25 F=<a@b.test> rejected RCPT <u@other.test>: relay not permitted
        2026-02-25 00:04:15 SMTP connection from (x) [192.0.2.1] I=[198.51.100.10]:25 closed by QUIT
        2026-02-25 00:04:15 SMTP connection from [203.0.113.7]:51234 I=[198.51.100.10]:587 (TCP/IP connection count = 1)
        2026-02-25 00:04:15 1rABCd-0001AB-2x <= a@b.test H=mail.example (x) [203.0.113.7]:51234 I=[198.51.100.10]:587 P=esmtps S=1234
        2026-02-25 00:04:16 1rABCd-0001AB-2x => u@example.com R=r T=t H=mx.example [198.51.100.77]
        2026-02-25 00:04:16 SMTP connection from mail.example (x) [203.0.113.7]:51234 D=2s closed by QUIT
        2026-02-25 00:04:16 SMTP connection from [2001:db8::7] I=[2001:db8::10]:25 (TCP/IP connection count = 1)
        2026-02-25 00:04:16 SMTP connection from (x) [2001:db8::7] I=[2001:db8::10]:25 lost D=1s
        2026-02-25 00:04:17 Connection from [203.0.113.8] refused: too many connections
        """);
  }

  @Test
  void eximWithoutConnectionsTellsMessagesAndRejections() throws IOException {
    Logs.Seen seen =
        Logs.read(
            """
            2026-02-25 00:04:18 +0100 [162] exim 4.96 daemon started: pid=162, no queue runs, listening for SMTP on port 25
            2026-02-25 00:04:20 +0100 [208] H=(x) [192.0.2.1] F=<a@b.test> rejected RCPT <u@other.test>: relay not permitted
            2026-02-25 00:04:21 +0100 [209] H=([192.0.2.99]) [203.0.113.7] rejected EHLO or HELO [192.0.2.99]: no
            2026-02-25 00:04:22 +0100 [210] 1rABCd-0001AB-2x <= a@b.test H=mail.example [2001:db8::7] P=esmtps S=1234
            2026-02-25 00:04:22 +0100 [210] 1rABCd-0001AB-2x <= root@mx.example U=root P=local S=1234
            2026-02-25 00:04:23 +0100 [211] 1rABCd-0001AB-2x => u@example.com R=r T=t H=mx.example [198.51.100.77]
            """);
    assertEquals(
        """
        2026-02-24T23:04:20Z 192.0.2.1 -
        2026-02-24T23:04:21Z 203.0.113.7 -
        2026-02-24T23:04:22Z 2001:db8::7 -
        """,
        seen.arrivals());
    assertTrue(seen.summary().notes().getFirst().contains("+smtp_connection"));
  }

  @Test
  void eximAlsoComesBySyslog() throws IOException {
    assertRead(
        "Exim in syslog",
        "2026-02-25T00:04:15Z 192.0.2.1 -\n",
        "Feb 25 00:04:15 mx exim[77]: 2026-02-25 00:04:15 SMTP connection from [192.0.2.1]"
            + " (TCP/IP connection count = 1)\n");
  }

  @Test
  void theJournalIsReadAsJson() throws IOException {
    assertRead(
        "Postfix in the journal",
        """
        2026-02-25T00:00:00Z 192.0.2.1 25
        2026-02-25T00:00:01Z 192.0.2.2 25
        """,
        """
        {"__REALTIME_TIMESTAMP":"1771977600123456","_PID":"1","SYSLOG_IDENTIFIER":"systemd","MESSAGE":"Starting postfix"}
        {"__REALTIME_TIMESTAMP":"1771977600123456","SYSLOG_IDENTIFIER":"postfix/smtpd","MESSAGE":"connect from a[192.0.2.1]"}
        {"__REALTIME_TIMESTAMP":"1771977601000000","SYSLOG_IDENTIFIER":"postfix/smtpd","MESSAGE":[%s]}
        {"__REALTIME_TIMESTAMP":"1771977602000000","SYSLOG_IDENTIFIER":"postfix/smtpd","MESSAGE":null}
        {"__REALTIME_TIMESTAMP":"1771977602000000","SYSLOG_IDENTIFIER":"postfix/smtpd","MESSAGE":"cut
        """
            .formatted(
                String.join(
                    ",",
                    "connect from \u00e9[192.0.2.2]".chars().mapToObj(String::valueOf).toList())));
  }

  private static final String EXCHANGE =
      """
      #Software: Microsoft Exchange Server
      #Version: 15.0.0.0
      #Log-type: SMTP Receive Protocol Log
      #Date: 2026-02-25T00:03:58.478Z
      #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
      2026-02-25T00:03:58.478Z,EX1\\Default Frontend EX1,08D675E58CA1DA38,0,10.0.0.6:25,203.0.113.7:61061,+,,
      2026-02-25T00:03:58.494Z,EX1\\Default Frontend EX1,08D675E58CA1DA38,1,10.0.0.6:25,203.0.113.7:61061,>,"220 EX1, ""now"" ready",
      2026-02-25T00:03:59.494Z,EX1\\Default Frontend EX1,08D675E58CA1DA38,2,10.0.0.6:25,203.0.113.7:61061,-,,Remote
      2026-02-25T00:04:00.494Z,"EX1\\Partner, ""new"" one",08D675E58CA1DA39,0,[2001:db8::6]:587,[2001:db8::7]:61062,+,,
      """;

  @Test
  void exchangeTellsConnectionsOfReceiveConnectors() throws IOException {
    String expected =
        """
        2026-02-25T00:03:58Z 203.0.113.7 25
        2026-02-25T00:04:00Z 2001:db8::7 587
        """;
    assertRead("Exchange receive protocol", expected, EXCHANGE);
    assertRead("Exchange receive protocol", expected, EXCHANGE.replace("\n", "\r\n"));
    byte[] marked = ("\ufeff" + EXCHANGE).getBytes(StandardCharsets.UTF_8);
    assertEquals(expected, Logs.read(marked).arrivals());
    Logs.Seen wide = Logs.read(("\ufeff" + EXCHANGE).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(expected, wide.arrivals());
    assertEquals("UTF-16", wide.summary().packing());
    assertEquals(expected, Logs.read(EXCHANGE.getBytes(StandardCharsets.UTF_16BE)).arrivals());
  }

  @Test
  void whatExchangeSendsIsLeftOut() throws IOException {
    Logs.Seen seen = Logs.read(EXCHANGE.replace("SMTP Receive", "SMTP Send"));
    assertEquals("", seen.arrivals());
    assertTrue(seen.summary().notes().getFirst().contains("sent"));
  }

  @Test
  void smarterMailTellsConnections() throws IOException {
    assertRead(
        "SmarterMail",
        "2026-02-25T00:00:15Z 203.0.113.7 -\n",
        """
        [2026.02.25] 00:00:15.123 [203.0.113.7][36218098] rsp: 220 mail.example.com
        [2026.02.25] 00:00:15.123 [203.0.113.7][36218098] connected at 2/25/2026 12:00:15 AM
        [2026.02.25] 00:00:16.123 [203.0.113.7][36218098] cmd: EHLO connected at home [198.51.100.9]
        [2026.02.25] 00:00:17.123 [203.0.113.7][36218098] disconnected at 2/25/2026 12:00:17 AM
        """);
    Logs.Seen old =
        Logs.read(
            new ByteArrayInputStream(
                "00:00:15 [203.0.113.7][36218098] connected at 2/25/2026 12:00:15 AM\r\n"
                    .getBytes(StandardCharsets.US_ASCII)),
            "2026.02.25-smtpLog.log");
    assertEquals("2026-02-25T00:00:15Z 203.0.113.7 -\n", old.arrivals());
  }

  @Test
  void ofOtherTextEveryAddressCountsOnceALine() throws IOException {
    Logs.Seen seen =
        Logs.read(
            """
            Feb 25 00:00:15 mx smtpd[7]: 203.0.113.7 from 203.0.113.7:1234, by 198.51.100.10.
            at 12:34:56 version 1.2.3.4.5, net 192.0.2.0/24, 256.1.1.1, 010.0.0.1, a1.2.3.4
            peer=2001:db8::7; (::ffff:192.0.2.9) [2001:db8::8]:25
            """);
    assertFalse(seen.summary().counted().servers());
    assertEquals(List.of("text with addresses"), seen.summary().formats());
    assertEquals(
        """
        2026-02-25T00:00:15Z 198.51.100.10 -
        2026-02-25T00:00:15Z 203.0.113.7 -
        - 192.0.2.9 -
        - 2001:db8::7 -
        - 2001:db8::8 -
        """,
        seen.arrivals());
  }

  /** Before the first line of a mail server anything may be in the log of a system. */
  @Test
  void mentionsDoNotCountOnceTheFormIsKnown() throws IOException {
    Logs.Seen seen =
        Logs.read(
            """
            Feb 25 00:00:15 mx kernel: SRC=203.0.113.99 DST=198.51.100.10
            Feb 25 00:00:16 mx postfix/smtpd[8]: connect from a[192.0.2.1]
            Feb 25 00:00:17 mx exim[9]: SMTP connection from [192.0.2.2] (TCP/IP connection count = 1)
            """);
    assertEquals(List.of("Postfix in syslog", "Exim in syslog"), seen.summary().formats());
    assertEquals(
        """
        2026-02-25T00:00:16Z 192.0.2.1 25
        2026-02-25T00:00:17Z 192.0.2.2 -
        """,
        seen.arrivals());
  }

  @Test
  void nothingIsNothing() throws IOException {
    Logs.Seen seen = Logs.read("");
    assertEquals(0, seen.summary().lines());
    assertEquals("", seen.arrivals());
  }
}
