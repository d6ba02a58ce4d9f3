package org.postern.host.log.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.log.Logs;

/** What Postfix says of clients, with and without the line that a connection begins with. */
class PostfixTest {
  private static final String CLIENT = "m.example.net[203.0.113.9]";

  private static String smtpd(String message) {
    return "Feb  3 04:05:06 mx postfix/smtpd[9]: " + message + "\n";
  }

  private static String postscreen(String message) {
    return "Feb  3 04:05:06 mx postfix/postscreen[8]: " + message + "\n";
  }

  /** Every message of smtpd(8) that names its client, alone and beside better ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect from %",
        "disconnect from %",
        "disconnect from % ehlo=1 auth=0/1 quit=1 commands=2/3",
        "lost connection after CONNECT from %",
        "lost connection after DATA (1234 bytes) from %",
        "NOQUEUE: lost connection after CONNECT from %",
        "4ABC01: timeout after END-OF-MESSAGE from %",
        "too many errors after RCPT from %",
        "improper command pipelining after EHLO from %: QUIT\\r\\n",
        "NOQUEUE: reject: RCPT from %: 450 4.2.0 <u@example.com>: Greylisted; from=<>"
            + " to=<u@example.com> proto=ESMTP helo=<x>",
        "NOQUEUE: reject: CONNECT from %: 554 5.7.1 <m.example.net[203.0.113.9]>: Client host"
            + " rejected; proto=SMTP",
        "NOQUEUE: reject_warning: RCPT from %: 550 5.1.1 <u@example.com>: x",
        "4ABC01: milter-reject: END-OF-MESSAGE from %: 5.7.1 spam; from=<a@b.example>",
        "4ABC01: filter: RCPT from %: <x>: Sender address triggers FILTER",
        "4ABC01: warn: RCPT from %: x; from=<a@b.example>",
        "4ABC01: client=%",
        "4ABC01: client=%, sasl_method=PLAIN, sasl_username=u",
        "NOQUEUE: client=%",
        "NOQUEUE: abort: TLS from %: No client certificate presented",
        "warning: %: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
        "warning: m.example.net[203.0.113.9]:51234: SASL PLAIN authentication failed:",
        "warning: %: request longer than 2048: AUTH x...",
        "warning: hostname m.example.net does not resolve to address 203.0.113.9",
        "warning: hostname m.example.net does not resolve to address 203.0.113.9: Name or service"
            + " not known",
        "warning: 203.0.113.9: hostname m.example.net verification failed: Name or service not"
            + " known",
        "warning: smtpd_peer_init: 203.0.113.9: address not listed for hostname m.example.net",
        "warning: Connection rate limit exceeded: 31 from % for service smtp",
        "warning: Connection concurrency limit exceeded: 51 from % for service smtpd",
        "warning: Message delivery request rate limit exceeded: 3 from % for service smtp",
        "warning: New TLS session rate limit exceeded: 3 from % for service smtp",
        "warning: AUTH command rate limit exceeded: 3 from % for service smtp",
        "warning: Illegal address syntax from % in MAIL command: <a b>",
        "warning: non-SMTP command from %: GET / HTTP/1.1",
        "warning: 4ABC01: malformed BDAT command syntax from %: BDAT x",
        "warning: 4ABC01: too much BDAT content -- disabling further input from %",
        "warning: Refusing STARTTLS request from % for service smtp",
        "warning: Wrapper-mode request dropped from % for service smtp. TLS context initialization"
            + " failed.",
        "warning: reject: ETRN example.com... from %",
        "SSL_accept error from %: -1",
        "setting up TLS connection from %",
        "Anonymous TLS connection established from %: TLSv1.3 with cipher X (256/256 bits)",
        "Untrusted TLS connection established from % to mx.example.com: TLSv1.3",
        "%: replacing command \"X\" with \"NOOP\"",
        "< %: EHLO x",
        "> %: 250 ok",
        "using backwards-compatible default setting smtputf8_enable=no to accept non-ASCII sender"
            + " address \"x from y[10.0.0.1] z\" from %"
      })
  void aLineThatNamesTheClientStandsForAConnection(String form) throws IOException {
    String line = smtpd(form.replace("%", CLIENT));
    Logs.assertPeers("203.0.113.9", line);
    Logs.assertPeers("203.0.113.9", line + line.replace("smtpd[9]", "smtp[10]"));
    boolean begins = form.startsWith("connect") || form.contains("hostname");
    boolean ends = form.startsWith("disconnect");
    String connect = smtpd("connect from " + CLIENT);
    String disconnect = smtpd("disconnect from " + CLIENT + " quit=1 commands=1");
    if (!ends && !begins) {
      Logs.assertPeers("203.0.113.9", connect + line + line + disconnect);
      Logs.assertPeers("203.0.113.9 203.0.113.9", connect + line + disconnect + line);
      Logs.assertPeers("203.0.113.9", line + disconnect);
    }
    if (form.contains("hostname")) {
      Logs.assertPeers("203.0.113.9", line + connect + disconnect);
      Logs.assertPeers("203.0.113.9 203.0.113.9", line + connect + disconnect + line + connect);
    }
  }

  /** What a client chose may look like a client. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOQUEUE: reject: RCPT from %: 550 5.1.1 <\"x from y[10.0.0.1]\"@b.example>: User unknown;"
            + " from=<a@b.example> to=<u@c.example> proto=SMTP helo=<x[10.0.0.1]>",
        "NOQUEUE: reject: RCPT from %: 450 4.7.1 Client host rejected: cannot find your reverse"
            + " hostname, [10.0.0.1]; from=<connect from x[10.0.0.1]>",
        "warning: non-SMTP command from %: connect from x[10.0.0.1]",
        "improper command pipelining after HELO from %: disconnect from x[10.0.0.1]\\r\\n",
        "warning: Illegal address syntax from % in RCPT command: < from x[10.0.0.1]: >",
        "warning: reject: ETRN from x[10.0.0.1] y... from %",
        "4ABC01: client=%, sasl_method=PLAIN, sasl_username=x, client=y[10.0.0.1]",
        "Untrusted TLS connection established from %: subject_CN=x from y[10.0.0.1]",
        "< %: EHLO connect from x[10.0.0.1]",
        "4ABC01: reject: RCPT from %: 550 <x>; from=<\"a from b[10.0.0.1]: c\"@d.example>"
      })
  void whatAClientChoseIsNoClient(String form) throws IOException {
    Logs.assertPeers("203.0.113.9", smtpd(form.replace("%", CLIENT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect from unknown[unknown]",
        "connect from x y[10.0.0.1] z",
        "proxy-reject: END-OF-MESSAGE: 550 5.7.1 id=1 - reject from x[127.0.0.1]: bad;"
            + " from=<a@b.example>",
        "warning: connect to Milter service inet:127.0.0.1:8891: Connection refused",
        "warning: TLS library problem: error:0A00010B:SSL routines::wrong version"
            + " number:record.c:354:",
        "warning: unknown smtpd restriction: \"x\"",
        "table hash:/etc/postfix/access has changed -- restarting"
      })
  void otherLinesOfItAreNoConnections(String message) throws IOException {
    Logs.Seen seen = Logs.read(smtpd(message));
    assertEquals("", seen.arrivals());
  }

  /** A line that names an address, and of which nothing is known, is told. */
  @Test
  void whatIsNotUnderstoodIsTold() throws IOException {
    Logs.Seen seen =
        Logs.read(
            smtpd("connect from " + CLIENT)
                + smtpd("something new about [203.0.113.8]")
                + smtpd("something new about [203.0.113.9]")
                + smtpd("something new about no client")
                + smtpd("something new about localhost[127.0.0.1]")
                + postscreen("NEW TEST of 203.0.113.7"));
    assertEquals(2, seen.summary().undecided());
    assertEquals(Optional.of("something new about [203.0.113.8]"), seen.summary().example());
  }

  /** Nothing else of Postfix has clients. */
  @Test
  void whereMailIsSentToIsNoPeer() throws IOException {
    Logs.assertPeers(
        "203.0.113.9",
        """
        Feb  3 04:05:06 mx postfix/smtpd[9]: connect from m.example.net[203.0.113.9]
        Feb  3 04:05:06 mx postfix/smtp[9]: 4A: to=<u@b.example>, relay=mx.b.example[203.0.113.77]:25, delay=1, dsn=2.0.0, status=sent (250 ok)
        Feb  3 04:05:06 mx postfix/smtp[9]: connect to mx.b.example[203.0.113.77]:25: Connection refused
        Feb  3 04:05:06 mx postfix/smtp[9]: 4A: lost connection with mx.b.example[203.0.113.77] while receiving the initial server greeting
        Feb  3 04:05:06 mx postfix/smtp[9]: Untrusted TLS connection established to mx.b.example[203.0.113.77]:25: TLSv1.3
        Feb  3 04:05:06 mx postfix/smtp[9]: 4A: host mx.b.example[203.0.113.77] said: 450 greylisted, you are 198.51.100.10 (in reply to RCPT TO command)
        Feb  3 04:05:06 mx postfix/lmtp[9]: 4A: to=<u@b.example>, relay=10.0.0.25[10.0.0.25]:24, status=sent (250 ok)
        Feb  3 04:05:06 mx postfix/tlsproxy[9]: CONNECT to [203.0.113.77]:25
        Feb  3 04:05:06 mx postfix/tlsproxy[9]: DISCONNECT [203.0.113.77]:25
        Feb  3 04:05:06 mx postfix/qmgr[9]: 4A: from=<a@[203.0.113.78]>, size=1, nrcpt=1 (queue active)
        Feb  3 04:05:06 mx postfix/cleanup[9]: 4A: message-id=<1@203.0.113.79>
        Feb  3 04:05:06 mx postfix/scache[9]: statistics: address lookup hits=0 for 203.0.113.80
        """);
  }

  /** Who is told by a helper was told by smtpd too, if its lines are there. */
  @Test
  void helpersTellOfClientsOnlyWhereNobodyElseDoes() throws IOException {
    String helpers =
        """
        Feb  3 04:05:06 mx postfix/anvil[9]: statistics: max connection rate 3/60s for (smtp:203.0.113.9) at Feb  3 04:05:06
        Feb  3 04:05:06 mx postfix/anvil[9]: statistics: max cache size 3 at Feb  3 04:05:06
        Feb  3 04:05:06 mx postfix/dnsblog[9]: addr 203.0.113.9 listed by domain bl.example as 127.0.0.2
        Feb  3 04:05:06 mx postfix/cleanup[9]: 4ABC01: reject: header Subject: x from m.example.net[203.0.113.9]; from=<a@b.example> to=<u@c.example> proto=ESMTP helo=<x>: 5.7.1 no
        """;
    Logs.assertPeers("203.0.113.9", helpers);
    Logs.assertPeers("203.0.113.9", smtpd("connect from " + CLIENT) + helpers);
    Logs.assertPeers(
        "2001:db8::9",
        "Feb  3 04:05:06 mx postfix/anvil[9]: statistics: max connection count 1 for"
            + " (smtpd:2001:db8::9) at Feb  3 04:05:06\n");
    Logs.Seen submission =
        Logs.read(
            "Feb  3 04:05:06 mx postfix/anvil[9]: statistics: max connection count 1 for"
                + " (submission:203.0.113.9) at Feb  3 04:05:06\n");
    assertEquals("2026-02-03T04:05:06Z 203.0.113.9 587\n", submission.arrivals());
  }

  /** A header is the client's. */
  @Test
  void aHeaderThatLooksLikeAClientIsDoubtful() throws IOException {
    String line =
        "Feb  3 04:05:06 mx postfix/cleanup[9]: 4ABC01: warning: header Subject: x from"
            + " y[10.0.0.1]; from=<> from m.example.net[203.0.113.9]; from=<a@b.example>: x\n";
    Logs.Seen alone = Logs.read(line);
    assertEquals("", alone.arrivals());
    assertEquals(1, alone.summary().undecided());
    Logs.assertPeers("203.0.113.9", smtpd("4ABC01: client=" + CLIENT) + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT from [203.0.113.9]:51234 to [198.51.100.10]:25",
        "PREGREET 14 after 0.08 from [203.0.113.9]:51234: EHLO from [10.0.0.1]:1\\r\\n",
        "HANGUP after 0.5 from [203.0.113.9]:51234 in tests after SMTP handshake",
        "DNSBL rank 5 for [203.0.113.9]:51234",
        "NOQUEUE: reject: RCPT from [203.0.113.9]:51234: 550 5.7.1 Service unavailable; client"
            + " [203.0.113.9] blocked; from=<a@[10.0.0.1]>, to=<b@c.example>",
        "NOQUEUE: reject: CONNECT from [203.0.113.9]:51234: too many connections",
        "reject: connect from [203.0.113.9]:51234: all screening ports busy",
        "COMMAND TIME LIMIT from [203.0.113.9]:51234 after CONNECT",
        "COMMAND PIPELINING from [203.0.113.9]:51234 after HELO: x [10.0.0.1]:25",
        "NON-SMTP COMMAND from [203.0.113.9]:51234 after CONNECT: GET [10.0.0.1]:1",
        "BARE NEWLINE from [203.0.113.9]:51234 after RCPT",
        "PASS NEW [203.0.113.9]:51234",
        "PASS OLD [203.0.113.9]:51234",
        "ALLOWLISTED [203.0.113.9]:51234",
        "BLACKLISTED [203.0.113.9]:51234",
        "DENYLIST VETO [203.0.113.9]:51234",
        "DISCONNECT [203.0.113.9]:51234",
        "DATA without valid RCPT from [203.0.113.9]:51234"
      })
  void everyLineOfPostscreenStandsForAConnectionOnce(String message) throws IOException {
    String line = postscreen(message);
    Logs.assertPeers("203.0.113.9", line);
    String connect = postscreen("CONNECT from [203.0.113.9]:51234 to [198.51.100.10]:25");
    if (!message.startsWith("CONNECT")) {
      Logs.assertPeers("203.0.113.9", connect + line);
    }
    if (!message.startsWith("DISCONNECT")) {
      Logs.assertPeers("203.0.113.9", line + smtpd("connect from " + CLIENT));
    }
  }

  /** What postscreen let through is told again by the same instance on the same host. */
  @Test
  void whoWasNotScreenedCountsToo() throws IOException {
    String connect = postscreen("CONNECT from [203.0.113.9]:51234 to [198.51.100.10]:25");
    String pass = postscreen("PASS OLD [203.0.113.9]:51234");
    String again = smtpd("connect from " + CLIENT);
    Logs.assertPeers("203.0.113.9", connect + pass + again);
    Logs.assertPeers(
        "203.0.113.9 203.0.113.8", connect + again + smtpd("connect from x[203.0.113.8]"));
    Logs.assertPeers(
        "203.0.113.8 203.0.113.9", smtpd("connect from x[203.0.113.8]") + connect + again);
    Logs.assertPeers("203.0.113.9 203.0.113.9", connect + again.replace(" mx ", " mx2 "));
    Logs.assertPeers(
        "203.0.113.9 203.0.113.9", connect + again.replace("postfix/", "postfix-out/"));
    Logs.assertPeers(
        "203.0.113.9 203.0.113.9", connect + again.replace("postfix/", "postfix/submission/"));
    Logs.assertPeers("203.0.113.9", connect + again.replace("postfix/", "postfix/smtpd-pass/"));
    Logs.assertPeers("203.0.113.9 203.0.113.9", connect + again + again);
    String ended = postscreen("DISCONNECT [203.0.113.9]:51234");
    Logs.assertPeers("203.0.113.9 203.0.113.9", connect + ended + again);
    Logs.assertPeers(
        "203.0.113.9",
        connect
            + again.replace("connect from", "lost connection after EHLO from")
            + again.replace("connect", "disconnect"));
    Logs.assertPeers(
        "203.0.113.9",
        connect
            + "Feb  3 04:05:06 mx postfix/tlsproxy[8]: CONNECT from [203.0.113.9]:51234\n"
            + "Feb  3 04:05:06 mx postfix/tlsproxy[8]: Anonymous TLS connection established from"
            + " [203.0.113.9]:51234: TLSv1.3\n"
            + again);
  }

  /** Whatever syslog_name and the service are. */
  @ParameterizedTest
  @CsvSource({
    "postfix/smtpd, 25",
    "postfix-in/smtpd, 25",
    "mx-in/smtpd, 25",
    "mx1.example.com/smtpd, 25",
    "postfix/smtp-25/smtpd, 25",
    "postfix/mx2/smtpd, 25",
    "postfix/10025/smtpd, 10025",
    "postfix/2525/smtpd, 2525",
    "postfix/submission/smtpd, 587",
    "postfix/submission-proxyprotocol/smtpd, 587",
    "postfix/submission2/smtpd, 587",
    "postfix/mailsubmission/smtpd, 587",
    "postfix/smtps2/smtpd, 465",
    "postfix/tls465/smtpd, 465",
    "postfix/smtpserver/smtpd, 25",
    "postfix-submission/smtpd, 587",
    "postfix/587/smtpd, 587",
    "postfix/submissions/smtpd, 465",
    "postfix/submissions-proxyprotocol/smtpd, 465",
    "postfix/smtps/smtpd, 465",
    "postfix/smtps-haproxy/smtpd, 465",
    "postfix-smo/smtps/smtpd, 465",
    "mx-in/submission/smtpd, 587",
  })
  void aServiceIsKnownByItsName(String program, int port) throws IOException {
    Logs.Seen seen =
        Logs.read(
            "Feb  3 04:05:06 mx postfix/smtpd[9]: connect from a[203.0.113.1]\n"
                + "Feb  3 04:05:07 mx %s[9]: connect from x[203.0.113.9]\n".formatted(program));
    assertEquals(
        "2026-02-03T04:05:06Z 203.0.113.1 25\n2026-02-03T04:05:07Z 203.0.113.9 " + port + "\n",
        seen.arrivals());
  }

  @Test
  void addressesAreReadAsTheyComeWithPortsAndTags() throws IOException {
    Logs.assertPeers(
        "2001:db8::9 2001:db8::8 203.0.113.7 fe80::1",
        smtpd("connect from unknown[2001:db8::9]:51234")
            + smtpd("connect from unknown[IPv6:2001:db8::8]")
            + smtpd("connect from unknown[::ffff:203.0.113.7]")
            + smtpd("connect from unknown[fe80::1%eth0]"));
  }

  /** What speaks for a client: its name, and what was accepted. */
  @Test
  void namesAndMessagesAreCredited() throws IOException {
    Logs.Seen seen =
        Logs.read(
            smtpd("connect from " + CLIENT)
                + smtpd("4ABC01: client=" + CLIENT)
                + smtpd("4ABC02: client=" + CLIENT)
                + smtpd(
                    "disconnect from "
                        + CLIENT
                        + " ehlo=1 mail=3 rcpt=2/3 data=1/2 bdat=2 quit=1 commands=9/11")
                + smtpd("connect from unknown[203.0.113.8]")
                + smtpd("4ABC03: client=unknown[203.0.113.8]")
                + smtpd("disconnect from unknown[203.0.113.8]")
                + smtpd("connect from unknown[203.0.113.7]")
                + smtpd("4ABC04: client=unknown[203.0.113.7]"));
    assertEquals(
        """
        203.0.113.9 25 m.example.net 0
        203.0.113.9 25 - 3
        203.0.113.8 25 - 1
        203.0.113.7 25 - 1
        """,
        seen.credits());
  }

  /** A process has one client at a time, on its own host. */
  @Test
  void processesAreToldApart() throws IOException {
    String reject = "NOQUEUE: reject: RCPT from " + CLIENT + ": 450 x; from=<>";
    Logs.assertPeers("203.0.113.9", smtpd(reject) + smtpd(reject));
    Logs.assertPeers(
        "203.0.113.9 203.0.113.9", smtpd(reject) + smtpd(reject).replace("[9]", "[10]"));
    Logs.assertPeers(
        "203.0.113.9 203.0.113.9", smtpd(reject) + smtpd(reject).replace(" mx ", " my "));
    Logs.assertPeers(
        "203.0.113.9 203.0.113.8 203.0.113.9",
        smtpd(reject) + smtpd("connect from x[203.0.113.8]") + smtpd(reject));
    Logs.assertPeers("203.0.113.9 203.0.113.9", smtpd("connect from " + CLIENT).repeat(2));
  }

  /** Lines of which only the message is left, as {@code journalctl -o cat} has them. */
  @Test
  void theMessageAloneIsEnough() throws IOException {
    Logs.assertPeers(
        "203.0.113.9 203.0.113.8 203.0.113.7",
        """
        connect from m.example.net[203.0.113.9]
        4ABC01: client=m.example.net[203.0.113.9]
        4ABC01: message-id=<x@203.0.113.70>
        4ABC01: from=<a@b.example>, size=1, nrcpt=1 (queue active)
        disconnect from m.example.net[203.0.113.9] ehlo=1 quit=1 commands=2
        4ABC01: to=<u@example.org>, relay=mx.example.org[203.0.113.77]:25, status=sent (250 ok)
        connect to mx.example.org[203.0.113.77]:25: Connection refused
        NOQUEUE: reject: RCPT from unknown[203.0.113.8]: 450 x; from=<> to=<u@c.example>
        CONNECT from [203.0.113.7]:51234 to [198.51.100.10]:25
        PASS OLD [203.0.113.7]:51234
        connect from x[203.0.113.7]
        """);
    assertEquals(
        List.of("Postfix"),
        Logs.read("connect from m.example.net[203.0.113.9]").summary().formats());
    assertTrue(
        Logs.read("a connect from m.example.net[203.0.113.9]")
            .summary()
            .formats()
            .toString()
            .contains("text"));
  }
}
