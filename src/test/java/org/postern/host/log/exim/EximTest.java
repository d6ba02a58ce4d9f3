package org.postern.host.log.exim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.log.Logs;

/** What Exim's main log says of clients. */
class EximTest {
  private static final String HELO = "(x) [203.0.113.9]";

  private static String line(String message) {
    return "2026-02-03 04:05:06 " + message + "\n";
  }

  /** Every message that names a client, in each way that Exim writes one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SMTP connection from % (TCP/IP connection count = 1)",
        "SMTP connection from % closed by QUIT",
        "SMTP connection from % D=2s closed by QUIT",
        "SMTP connection from % lost D=1s",
        "SMTP connection from % lost while reading message data (header)",
        "1rABCd-0001AB-2x SMTP connection from % closed by DROP in ACL",
        "Connection from % refused: too many connections",
        "Connection from % refused: load average = 9.00",
        "refused connection from % (host_reject_connection)",
        "temporarily refused connection from %: not in reserve list: connected=1 max=2 reserve=3",
        "connection from % refused (IP options)",
        "1rABCd-0001AB-2x <= a@b.example H=% P=esmtp S=1 id=x@y",
        "1rABCd-00000001AB2-2xyz <= a@b.example H=% P=esmtps X=TLS1.3:X:256 CV=no S=1",
        "1rABCd-0001AB-2x <= <> H=% P=esmtp S=1",
        "1rABCd-0001AB-2x <= <> R=1rABCe-0001AB-2x H=% P=esmtp S=1",
        "1rABCd-0001AB-2x <= \"a H=b [10.0.0.1] P=esmtp\"@c.example H=% P=esmtp S=1",
        "H=% F=<a@b.example> rejected RCPT <u@c.example>: relay not permitted",
        "H=% X=TLS1.3:X:256 CV=no F=<a@b.example> rejected RCPT <u@c.example>",
        "H=% Ci=77 CV=no SNI=mail.example.com F=<a@b.example> temporarily rejected RCPT"
            + " <u@c.example>: wait",
        "H=% rejected EHLO or HELO x: no",
        "H=% rejected connection in \"connect\" ACL: no",
        "H=% dropped by 'connect' ACL: no",
        "H=% temporarily rejected connection in \"connect\" ACL",
        "H=% sender verify fail for <a@b.example>: Unrouteable address",
        "H=% sender verify defer for <a@b.example>: lookup failed",
        "H=% Warning: x",
        "H=% incomplete transaction (QUIT) from <a@b.example> for u@c.example",
        "H=% F=<a@b.example> RCPT <u@c.example>: discarded by RCPT ACL",
        "1rABCd-0001AB-2x H=% F=<a@b.example> rejected after DATA: spam",
        "1rABCd-0001AB-2x H=% F=<a@b.example> temporarily rejected after DATA",
        "1rABCd-0001AB-2x H=% Warning: \"score 0\"",
        "1rABCd-0001AB-2x F=a@b.example H=% P=esmtp rejected by local_scan(): no",
        "1rABCd-0001AB-2x F=<a@b.example> H=% P=esmtp temporarily rejected by local_scan()",
        "no MAIL in SMTP connection from % D=1s C=EHLO,QUIT",
        "no MAIL in TFO SMTP connection from % D=1s",
        "SMTP call from % dropped: too many syntax or protocol errors (last command was \"X\")",
        "unexpected disconnection while reading SMTP command from % D=1s",
        "unexpected disconnection while reading SMTP command from TFO* % (error: x) D=1s",
        "SMTP command timeout on connection from % D=5m",
        "SMTP command timeout on TLS connection from % D=5m",
        "SMTP data timeout (message abandoned) on connection from % F=<a@b.example> D=5m",
        "TLS error on connection from % (SSL_accept): error:1",
        "login authenticator failed for %: 535 Incorrect authentication data (set_id=u)",
        "dovecot_plain authenticator failed for H=%: 535 Incorrect authentication data",
        "SMTP protocol error in \"AUTH LOGIN\" H=% AUTH command used when not advertised",
        "SMTP syntax error in \"X\" H=% unrecognized command",
        "SMTP protocol synchronization error (input sent without waiting for greeting): rejected"
            + " connection from H=% input=\"GET / HTTP/1.1\"",
        "SMTP protocol synchronization error (next input sent too soon: pipelining was not"
            + " advertised): rejected \"RSET\" H=% next input=\"QUIT\\r"
            + "\\n"
            + "\"",
        "rejected EHLO from %: syntactically invalid argument(s): x_y!",
        "rejected HELO from %: syntactically invalid argument(s): (no argument given)",
        "rejected MAIL from %: no HELO/EHLO given",
        "rejected MAIL FROM:<a@b.example> H=%: message too big: size=9 max=8",
        "rejected from <a@b.example> H=%: message too big: read=9 max=8",
        "too many recipients: message rejected: sender=<a@b.example> H=%",
        "unqualified sender rejected: <a> H=%",
        "unqualified recipient rejected: <u> H=% (failed to find host name from IP address)",
        "VRFY failed for u H=%",
        "ignoring AUTH=<a@b.example> from H=% (client not authenticated)",
        "no IP address found for host m.example.net (during SMTP connection from %)",
        "Error or EOF on input from H=%",
        "1rABCd-0001AB-2x SA: Action: silently tossed message: score=9 (scanned in 1/1 secs |"
            + " Message-Id: x). From <a@b.example> (host=NULL [203.0.113.9]) for u@c.example"
      })
  void aLineThatNamesTheClientStandsForAConnection(String form) throws IOException {
    for (String client :
        List.of(
            "[203.0.113.9]",
            "m.example.net [203.0.113.9]",
            HELO,
            "m.example.net (x) [203.0.113.9]",
            "([192.0.2.99]) [203.0.113.9]",
            "m.example.net ([10.0.0.1]) [203.0.113.9]",
            "(x) [203.0.113.9]:51234 I=[198.51.100.10]:25")) {
      String message = line(form.replace("%", client));
      Logs.assertPeers("203.0.113.9", line("Start queue run: pid=1") + message);
      Logs.assertPeers(
          "203.0.113.9", "Feb  3 04:05:06 mx exim[7]: [7] " + form.replace("%", client) + "\n");
    }
  }

  /** With {@code +smtp_connection} each connection counts once, whatever is said in it. */
  @Test
  void connectionsAreCountedWhereTheyAreTold() throws IOException {
    String begins = line("SMTP connection from [203.0.113.9] (TCP/IP connection count = 1)");
    String within =
        line("no host name found for IP address 203.0.113.9")
            + line("H=" + HELO + " sender verify fail for <a@b.example>: x")
            + line("H=" + HELO + " F=<a@b.example> rejected RCPT <u@c.example>: x")
            + line("1rABCd-0001AB-2x <= a@b.example H=" + HELO + " P=esmtp S=1");
    String ends = line("SMTP connection from " + HELO + " closed by QUIT");
    String after = line("no MAIL in SMTP connection from " + HELO + " D=1s C=EHLO");
    Logs.assertPeers("203.0.113.9", begins + within + ends + after);
    Logs.assertPeers("203.0.113.9 203.0.113.9", (begins + within + ends + after).repeat(2));
    Logs.assertPeers(
        "203.0.113.9 203.0.113.8",
        begins
            + within.replace("113.9", "113.8").lines().findFirst().orElseThrow()
            + "\n"
            + within
            + ends);
  }

  /** Without, what goes together is told by the order, or exactly by the client's port. */
  @Test
  void whatIsOneConnectionIsToldByOrder() throws IOException {
    String verify = line("H=" + HELO + " sender verify fail for <a@b.example>: x");
    String reject = line("H=" + HELO + " F=<a@b.example> rejected RCPT <u@c.example>: x");
    String lost =
        line("unexpected disconnection while reading SMTP command from " + HELO + " D=1s");
    String call =
        line("SMTP call from " + HELO + " dropped: too many nonmail commands (last was \"X\")");
    String last = line("no MAIL in SMTP connection from " + HELO + " D=1s");
    Logs.assertPeers(
        "203.0.113.9",
        line("no host name found for IP address 203.0.113.9") + verify + reject + lost + last);
    Logs.assertPeers("203.0.113.9 203.0.113.9", verify + reject + verify + reject);
    Logs.assertPeers("203.0.113.9 203.0.113.9", last + last);
    Logs.assertPeers("203.0.113.9 203.0.113.9", lost + lost);
    Logs.assertPeers("203.0.113.9", call + last);
    Logs.assertPeers("203.0.113.9 203.0.113.9", call + last + reject);
    String exact = (verify + reject + reject + lost + last).replace("9]", "9]:51234");
    Logs.assertPeers("203.0.113.9", exact);
    Logs.assertPeers("203.0.113.9 203.0.113.9", exact + exact.replace("51234", "51235"));
  }

  /** The same host in a delivery is where mail goes to. */
  @Test
  void whereMailIsSentToIsNoPeer() throws IOException {
    Logs.assertPeers(
        "203.0.113.9",
        """
        2026-02-03 04:05:06 1rABCd-0001AB-2x <= a@b.example H=m.example.net [203.0.113.9] P=esmtp S=1
        2026-02-03 04:05:06 1rABCd-0001AB-2x => u@c.example R=r T=t H=mx.c.example [203.0.113.77] X=TLS1.3 C="250 [203.0.113.78] ok"
        2026-02-03 04:05:06 1rABCd-0001AB-2x -> u@c.example R=r T=t H=mx.c.example [203.0.113.77]
        2026-02-03 04:05:06 1rABCd-0001AB-2x ** u@c.example R=r T=t H=mx.c.example [203.0.113.77]: SMTP error from remote mail server
        2026-02-03 04:05:06 1rABCd-0001AB-2x == u@c.example R=r T=t defer (-53): retry time not reached for 203.0.113.77
        2026-02-03 04:05:06 1rABCd-0001AB-2x H=mx.c.example [203.0.113.77] Connection refused
        2026-02-03 04:05:06 1rABCd-0001AB-2x H=mx.c.example [203.0.113.77]: SMTP timeout after initial connection
        2026-02-03 04:05:06 1rABCd-0001AB-2x H=mx.c.example [203.0.113.77]:25 Network is unreachable
        2026-02-03 04:05:06 1rABCd-0001AB-2x H=mx.c.example [203.0.113.77] TLS error on connection (gnutls_handshake): x
        2026-02-03 04:05:06 H=mx.c.example [203.0.113.77] Connection timed out
        2026-02-03 04:05:06 H=mx.c.example [203.0.113.77] TLS error on connection (recv): x
        2026-02-03 04:05:06 1rABCd-0001AB-2x mx.c.example [203.0.113.77] Connection refused
        2026-02-03 04:05:06 1rABCd-0001AB-2x Remote host mx.c.example [203.0.113.77] closed connection in response to EHLO
        2026-02-03 04:05:06 1rABCd-0001AB-2x SMTP error from remote mail server after RCPT TO:<u@c.example>: host mx.c.example [203.0.113.77]: 450
        2026-02-03 04:05:06 1rABCd-0001AB-2x [203.0.113.77] SSL verify error: depth=0 error=x cert=/CN=y
        2026-02-03 04:05:06 1rABCd-0001AB-2x plain authenticator failed H=mx.c.example [203.0.113.77] 535 no
        2026-02-03 04:05:06 TLS error on connection to mx.c.example [203.0.113.77] (SSL_connect): x
        2026-02-03 04:05:06 1rABCd-0001AB-2x DKIM: d=b.example s=x c=relaxed/relaxed a=rsa-sha256 b=2048 [verification succeeded]
        2026-02-03 04:05:06 1rABCd-0001AB-2x Completed
        2026-02-03 04:05:06 1rABCe-0001AB-2x <= root@mx.example U=root P=local S=1
        """);
  }

  /** What a client chose may look like a client; only HELO without checks leaves a doubt. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "H=% F=<\"H=y [10.0.0.1]\"@b.example> rejected RCPT <\"H=(z) [10.0.0.2]\"@c.example>: no",
        "H=(x) [10.0.0.1] (y) [203.0.113.9] F=<a@b.example> rejected RCPT <u@c.example>",
        "H=m.example.net (x [10.0.0.1] y) [203.0.113.9] F=<a@b.example> rejected RCPT"
            + " <u@c.example>",
        "SMTP protocol error in \"aUtH lOgIn\" H=(test) [10.0.0.1]\" H=% AUTH command used when not"
            + " advertised",
        "SMTP syntax error in \"X\" H=y [10.0.0.1] z\" H=% unrecognized command",
        "login authenticator failed for %: 535 Incorrect authentication data (set_id=x) [10.0.0.1]:"
            + " 535)",
        "SMTP call from % dropped: too many syntax or protocol errors (last command was \"SMTP call"
            + " from [10.0.0.1]\")",
        "rejected EHLO from %: syntactically invalid argument(s): SMTP connection from [10.0.0.1]",
        "unqualified sender rejected: <x> H=y [10.0.0.1]> H=%",
        "rejected MAIL FROM:<\"x> H=y [10.0.0.1]\"@b.example> H=%: message too big: size=9 max=8",
        "VRFY failed for x H=y [10.0.0.1] H=%",
        "1rABCd-0001AB-2x <= a@b.example H=% P=esmtp S=1 id=x T=\"H=y [10.0.0.1]\" for u@c.example",
        "1rABCd-0001AB-2x <= a@b.example H=% P=esmtps X=TLS1.3:X:256 CV=yes DN=\"CN=H=y"
            + " [10.0.0.1]\" S=1",
        "H=% I=[198.51.100.10]:25 F=<a@b.example> rejected RCPT <\"x I=[10.0.0.1]:587\"@c.example>",
        "no IP address found for host x(during SMTP connection from [10.0.0.1]) (during SMTP"
            + " connection from %)"
      })
  void whatAClientChoseIsNoClient(String form) throws IOException {
    Logs.assertPeers("203.0.113.9", line(form.replace("%", HELO)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H=(x) [10.0.0.1] F=<a@b.example> rejected RCPT <c>: d (y) [203.0.113.9] F=<a@b.example>"
            + " rejected RCPT <u@c.example>",
        "SMTP protocol synchronization error (next input sent too soon: pipelining was not"
            + " advertised): rejected \"X\" H=(y) [10.0.0.1] next input=\"\" H=(x) [203.0.113.9]"
            + " next input=\"\"",
        "1rABCd-0001AB-2x SA: Action: x. From <(host=y [10.0.0.1]) for z> (host=NULL [203.0.113.9])"
            + " for u@c.example"
      })
  void whatCannotBeToldIsSaid(String form) throws IOException {
    Logs.Seen seen = Logs.read(line("Start queue run: pid=1") + line(form));
    assertEquals("", seen.arrivals());
    assertEquals(1, seen.summary().undecided());
  }

  /** Of a message too: what is said of it may be about its client, who is told nowhere else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "H=x.example [203.0.113.9] Something new",
        "H=x.example [203.0.113.9] tarpitted",
        "1rABCd-0001AB-2x H=x.example [203.0.113.9] Something new",
        "1rABCd-0001AB-2x H=(y) [203.0.113.9] tarpitted",
        "1rABCd-0001AB-2x tarpitted 203.0.113.9",
        "could not connect to spamd 203.0.113.9, port 783: Connection refused"
      })
  void unknownWordsAboutAnAddressAreTold(String form) throws IOException {
    String known = line("SMTP connection from [203.0.113.8] (TCP/IP connection count = 1)");
    Logs.Seen seen = Logs.read(known + line(form));
    assertEquals("203.0.113.8", seen.peers().strip());
    assertEquals(1, seen.summary().undecided());
    assertEquals(form.replaceFirst("^\\[[0-9]+] ", ""), seen.summary().example().orElseThrow());
    String later = line("SMTP connection from [203.0.113.9] (TCP/IP connection count = 1)");
    assertEquals(0, Logs.read(known + line(form) + later).summary().undecided(), "told later");
  }

  /** Servers that mail is sent to, and helpers: no peers, and no reason to doubt. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1rABCd-0001AB-2x mx.example [203.0.113.9] Connection timed out",
        "1rABCd-0001AB-2x Remote host mx.example [203.0.113.9] closed connection in response to x",
        "1rABCd-0001AB-2x H=mx.example [203.0.113.9] Connection timed out",
        "1rABCd-0001AB-2x H=mx.example [203.0.113.9]:25 Connection refused",
        "1rABCd-0001AB-2x H=mx.example [203.0.113.9] Network is unreachable",
        "1rABCd-0001AB-2x H=mx.example [203.0.113.9] No route to host",
        "1rABCd-0001AB-2x H=mx.example [203.0.113.9]: SMTP timeout after MAIL FROM:<a@b.example>",
        "1rABCd-0001AB-2x H=mx.example [203.0.113.9]: Remote host closed connection",
        "1rABCd-0001AB-2x H=mx.example [203.0.113.9] TLS error on connection (gnutls_handshake): x",
        "1rABCd-0001AB-2x TLS session: (SSL_connect): H=mx.example [203.0.113.9]: error",
        "1rABCd-0001AB-2x TLS error on connection to mx.example [203.0.113.9] (SSL_connect): x",
        "1rABCd-0001AB-2x [203.0.113.9] SSL verify error: certificate name mismatch: H=\"mx\"",
        "1rABCd-0001AB-2x SMTP error from remote mail server after RCPT TO:<u@c.example>: host"
            + " mx.example [203.0.113.9]: 450 4.7.1 x",
        "1rABCd-0001AB-2x host mx.example [203.0.113.9]: Connection refused",
        "1rABCd-0001AB-2x DANE error: tlsa lookup H=mx.example [203.0.113.9]",
        "1rABCd-0001AB-2x >> u@c.example R=dnslookup T=remote_smtp H=mx.example [203.0.113.9]",
        "1rABCd-0001AB-2x DKIM: d=x.example s=y [203.0.113.9]",
        "1rABCd-0001AB-2x == u@c.example R=r T=remote_smtp defer (-53) H=mx.example [203.0.113.9]:"
            + " x"
      })
  void serversThatMailIsSentToAreNone(String form) throws IOException {
    Logs.Seen seen = Logs.read(line("Start queue run: pid=1") + line(form));
    assertEquals("", seen.arrivals());
    assertEquals(0, seen.summary().undecided());
  }

  /** Lines that are not known count from the first one of Exim on, wherever that is. */
  @Test
  void whatIsNotUnderstoodIsTold() throws IOException {
    Logs.Seen seen =
        Logs.read(
            line("early words of a custom ACL about 203.0.113.7")
                + line("H=" + HELO + " F=<a@b.example> rejected RCPT <u@c.example>: x")
                + line("greylisting 203.0.113.8 for 5 minutes")
                + line("greylisting 203.0.113.9 for 5 minutes")
                + line("nothing of note"));
    assertEquals(2, seen.summary().undecided());
    assertTrue(seen.summary().example().orElseThrow().startsWith("greylisting"));
    assertEquals("203.0.113.9", seen.peers().strip());
    assertEquals(List.of("Exim"), seen.summary().formats());
  }

  /** Below a line of the reject log is the header of the message. */
  @Test
  void copiesOfHeadersAreNoLines() throws IOException {
    Logs.assertPeers(
        "203.0.113.9 203.0.113.8",
        """
        2026-02-03 04:05:06 1rABCd-0001AB-2x H=(x) [203.0.113.9] F=<a@b.example> rejected after DATA: spam
        Envelope-from: <a@b.example>
        Envelope-to: <u@c.example>
        P Received: from [10.0.0.1] (helo=y)
        \tby mx.example.com with esmtp; 10.0.0.2
          Subject: connect from z[10.0.0.3]
        ----------------------------------------------------------------------------------------
        2026-02-03 04:05:07 1rABCe-0001AB-2x H=(x) [203.0.113.8] F=<a@b.example> rejected after DATA: spam
        Envelope-from: <a@b.example>
        P Received: from [10.0.0.4]
        2026-02-03 04:05:08 Start queue run: pid=1
        """);
  }

  /** The port is told by the interface alone; a submission without it stands apart. */
  @Test
  void portsAndSubmissionsAreTold() throws IOException {
    Logs.Seen seen =
        Logs.read(
            line("1rABCd-0001AB-2x <= a@b.example H=" + HELO + " P=esmtpsa A=plain:u S=1")
                + line(
                    "1rABCe-0001AB-2x <= a@b.example H="
                        + HELO
                        + ":1 I=[198.51.100.10]:587 P=esmtpsa A=plain:u S=1")
                + line(
                    "1rABCf-0001AB-2x <= a@b.example H=(x) [203.0.113.8] P=esmtps DN=\"P=esmtpsa"
                        + " A=x\" S=1")
                + line("H=(x) [203.0.113.7] F=<a@b.example> A=plain:u rejected RCPT <u@c.example>")
                + line(
                    "H=(x) [203.0.113.6] F=<a@b.example> rejected RCPT <\"x A=y"
                        + " P=esmtpa\"@c.example>"));
    assertEquals(
        """
        2026-02-03T04:05:06Z 203.0.113.9 - authenticated
        2026-02-03T04:05:06Z 203.0.113.9 587
        2026-02-03T04:05:06Z 203.0.113.8 -
        2026-02-03T04:05:06Z 203.0.113.7 - authenticated
        2026-02-03T04:05:06Z 203.0.113.6 -
        """,
        seen.arrivals());
  }

  @Test
  void namesAndMessagesAreCredited() throws IOException {
    Logs.Seen seen =
        Logs.read(
            line("SMTP connection from [203.0.113.9] (TCP/IP connection count = 1)")
                + line(
                    "1rABCd-0001AB-2x <= a@b.example H=m.example.net (x) [203.0.113.9] P=esmtp S=1")
                + line("H=(y) [203.0.113.8] F=<a@b.example> rejected RCPT <u@c.example>")
                + line("1rABCe-0001AB-2x <= a@b.example H=(y) [203.0.113.7] P=esmtp S=1"));
    assertEquals("203.0.113.9 - m.example.net 1\n203.0.113.7 - - 1\n", seen.credits());
  }

  /** Only what Exim says makes a log one of Exim. */
  @Test
  void otherLogsWithSuchTimesAreText() throws IOException {
    for (String message :
        List.of(
            "connection from [203.0.113.9] established",
            "Warning: 203.0.113.9 is slow",
            "smtp: postmaster [203.0.113.9] authentication failure",
            "listening for 203.0.113.9",
            "1-2-3 job of 203.0.113.9")) {
      Logs.Seen seen = Logs.read(line(message));
      assertEquals(List.of("text with addresses"), seen.summary().formats(), message);
      assertEquals("203.0.113.9", seen.peers().strip(), message);
    }
  }
}
