package org.postern.host.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Sendmail says of clients. */
class SendmailTest {
  private static String line(String message) {
    return "Feb  3 04:05:06 mx sm-mta[9]: " + message + "\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x1: from=<a@b.example>, size=1, class=0, nrcpts=1, msgid=<1@b.example>, proto=ESMTP,"
            + " daemon=MTA, relay=%",
        "x1: from=<a@b.example>, relay=%",
        "x1: ruleset=check_rcpt, arg1=<u@c.example>, relay=%, reject=550 5.7.1 <u@c.example>..."
            + " Relaying denied",
        "ruleset=check_relay, arg1=m.example.net, arg2=203.0.113.9, relay=%, reject=421 4.3.2"
            + " Connection rate limit exceeded.",
        "x1: ruleset=check_mail, arg1=<a@b.example>, relay=%, reject=451 4.1.8 no",
        "x1: % did not issue MAIL/EXPN/VRFY/ETRN during connection to MTA",
        "x1: lost input channel from % to MTA after rcpt",
        "x1: rejecting commands from % due to pre-greeting traffic after 0 seconds",
        "x1: timeout waiting for input from % during server cmd read",
        "x1: %: possible SMTP attack: command=AUTH, count=5",
        "x1: %: VRFY root [rejected]",
        "x1: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): x, user=u, relay=%",
        "STARTTLS=server, relay=%, version=TLSv1.3, verify=NO, cipher=X, bits=256/256",
        "AUTH=server, relay=%, authid=u, mech=PLAIN, bits=0",
        "STARTTLS=server, error: accept failed=-1, reason=x, SSL_error=1, errno=0, retry=-1,"
            + " relay=%",
        "NOQUEUE: connect from %",
        "x1: collect: unexpected close on connection from %, sender=<a@b.example>"
      })
  void aLineThatNamesTheClientStandsForAConnection(String form) throws IOException {
    for (String client :
        List.of(
            "m.example.net [203.0.113.9]",
            "[203.0.113.9]",
            "u@m.example.net [203.0.113.9]",
            "m.example.net [203.0.113.9] (may be forged)")) {
      String message = line(form.replace("%", client));
      Logs.assertPeers("203.0.113.9", message);
      Logs.assertPeers("203.0.113.9", message + message);
      Logs.assertPeers("203.0.113.9 203.0.113.9", message + message.replace("[9]:", "[10]:"));
    }
    Logs.assertPeers("2001:db8::9", line(form.replace("%", "m [IPv6:2001:db8:0:0:0:0:0:9]")));
    Logs.assertPeers("2001:db8::9", line(form.replace("%", "[IPv6:2001:DB8::9]")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x1: from=<\"a, relay=y [10.0.0.1]\"@b.example>, size=1, nrcpts=1, msgid=<x, relay=z"
            + " [10.0.0.2]>, daemon=MTA, relay=%",
        "x1: AUTH failure (LOGIN): x, user=y, relay=[10.0.0.1], relay=%",
        "x1: from=<a@b.example>, nrcpts=1, msgid=<x, daemon=MSA, y>, daemon=MTA, relay=%",
        "x1: from=<a@b.example>, nrcpts=1, relay=evil [10.0.0.1] name %"
      })
  void whatAClientChoseIsNoClient(String form) throws IOException {
    Logs.Seen seen = Logs.read(line(form.replace("%", "m.example.net [203.0.113.9]")));
    assertEquals("2026-02-03T04:05:06Z 203.0.113.9 25\n", seen.arrivals());
  }

  /** Argument and answer both repeat what the client said. */
  @Test
  void whatCannotBeToldIsSaid() throws IOException {
    String doubtful =
        line(
            "x1: ruleset=check_rcpt, arg1=<\"x, relay=[10.0.0.1], reject=y\"@c.example>,"
                + " relay=m.example.net [203.0.113.9], reject=550 5.7.1 no");
    Logs.Seen alone = Logs.read(doubtful);
    assertEquals("", alone.arrivals());
    assertEquals(1, alone.summary().undecided());
    Logs.assertPeers(
        "203.0.113.9", line("x0: m.example.net [203.0.113.9]: possible SMTP attack") + doubtful);
    Logs.Seen unknown = Logs.read(line("x1: something new about [203.0.113.9]"));
    assertEquals(1, unknown.summary().undecided());
  }

  @Test
  void whereMailIsSentToIsNoPeer() throws IOException {
    Logs.assertPeers(
        "203.0.113.9",
        """
        Feb  3 04:05:06 mx sendmail[9]: x1: from=<a@b.example>, size=1, nrcpts=1, relay=m.example.net [203.0.113.9]
        Feb  3 04:05:06 mx sendmail[9]: x1: to=<u@c.example>, delay=00:00:01, mailer=esmtp, relay=mx.c.example. [203.0.113.77], dsn=2.0.0, stat=Sent (ok)
        Feb  3 04:05:06 mx sendmail[9]: x1: to=<u@c.example>, ctladdr=<a@b.example>, mailer=esmtp, relay=mx.c.example. [203.0.113.77], dsn=4.0.0, stat=Deferred: Connection timed out with mx.c.example.
        Feb  3 04:05:06 mx sendmail[9]: STARTTLS=client, relay=mx.c.example. [203.0.113.77], version=TLSv1.3, verify=OK
        Feb  3 04:05:06 mx sendmail[9]: ruleset=tls_server, arg1=SOFTWARE, relay=mx.c.example. [203.0.113.77], reject=403 4.7.0 TLS handshake failed.
        Feb  3 04:05:06 mx sendmail[9]: x2: from=root, size=1, nrcpts=1, relay=root@localhost
        Feb  3 04:05:06 mx sendmail[9]: x1: <u@[203.0.113.78]>... User unknown
        Feb  3 04:05:06 mx sendmail[9]: rejecting connections on daemon MTA: load average: 12
        """);
  }

  /** A daemon is known by its name, where a line tells it. */
  @ParameterizedTest
  @CsvSource({"MTA, 25", "MTA-v4, 25", "IPv6, 25", "MSA, 587", "MSP-v4, 25", "TLSMTA, 465"})
  void portsAreThoseOfDaemons(String daemon, int port) throws IOException {
    String told = "2026-02-03T04:05:06Z 203.0.113.9 %d\n".formatted(port);
    assertEquals(
        told,
        Logs.read(
                line(
                    "x1: from=<a@b.example>, nrcpts=1, daemon=" + daemon + ", relay=[203.0.113.9]"))
            .arrivals());
    assertEquals(
        told,
        Logs.read(
                line(
                    "x1: m [203.0.113.9] did not issue MAIL/EXPN/VRFY/ETRN during connection to "
                        + daemon))
            .arrivals());
    assertEquals(
        told,
        Logs.read(line("x1: lost input channel from m [203.0.113.9] to " + daemon + " after rcpt"))
            .arrivals());
  }

  @Test
  void namesAndMessagesAreCredited() throws IOException {
    Logs.Seen seen =
        Logs.read(
            line("x1: from=<a@b.example>, size=9, nrcpts=2, relay=m.example.net [203.0.113.9]")
                + line(
                    "x2: from=<a@b.example>, size=0, nrcpts=0, relay=n.example.net [203.0.113.8]"
                        + " (may be forged)")
                + line("x3: from=<a@b.example>, size=9, nrcpts=1, relay=[203.0.113.7]"));
    assertEquals("203.0.113.9 25 m.example.net 1\n203.0.113.7 25 - 1\n", seen.credits());
  }
}
