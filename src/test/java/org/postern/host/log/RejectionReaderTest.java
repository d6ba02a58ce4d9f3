package org.postern.host.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Rejection;

/** Whom rules for clients have refused, as Postfix and Exim tell it, and what clients may forge. */
class RejectionReaderTest {
  private static final String CLIENT = "m.example.net[203.0.113.9]";
  private static final String REPLY = "deliver to the MX of this domain";
  private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");

  private final RejectionReader reader = new RejectionReader(Logs.NOW, ZoneOffset.UTC);

  private Optional<Rejection> smtpd(String message) {
    return reader.read("Feb  3 04:05:06 mx postfix/smtpd[9]: " + message);
  }

  private Optional<Rejection> exim(String message) {
    return reader.read("2026-02-03 04:05:06 " + message);
  }

  private static String text(Optional<Rejection> found) {
    return found
        .map(
            one ->
                "%s %s %s %s"
                    .formatted(one.kind(), one.peer(), one.text(), one.domain().orElse("-")))
        .orElse("nothing");
  }

  private static String refused(String code, String fields) {
    return "NOQUEUE: reject: RCPT from %1$s: %2$s <%1$s>: Client host rejected: %3$s;%4$s"
        .formatted(CLIENT, code, REPLY, fields);
  }

  @Test
  void readsWhatPostfixRefusesAndNotes() {
    String fields = " from=<a@b.example> to=<u@Example.COM.> proto=ESMTP helo=<x>";
    assertEquals(
        Optional.of(
            new Rejection(
                Rejection.Server.POSTFIX,
                Rejection.Kind.DEFERRED,
                "postfix",
                Addresses.read("203.0.113.9").orElseThrow(),
                REPLY,
                Optional.of("example.com"),
                Optional.of(AT))),
        smtpd(refused("450 4.7.1", fields)));
    assertEquals(
        "REJECTED 203.0.113.9 " + REPLY + " example.com",
        text(smtpd(refused("554 5.7.1", fields))));
    assertEquals(
        "REJECTED 203.0.113.9 " + REPLY + " example.com", text(smtpd(refused("521", fields))));
    assertEquals(
        "NOTED 203.0.113.9 postern mta observed example.com",
        text(smtpd("4F00A1: warn: RCPT from " + CLIENT + ": postern mta observed;" + fields)));
    assertEquals(
        "NOTED 203.0.113.9 " + REPLY + " example.com",
        text(smtpd(refused("450 4.7.1", fields).replace("reject:", "reject_warning:"))));
  }

  @Test
  void readsAnAddressOfIpv6AndAPort() {
    String client = "unknown[2001:db8::1]:51234";
    assertEquals(
        "DEFERRED 2001:db8::1 x -",
        text(
            smtpd(
                "NOQUEUE: reject: CONNECT from %1$s: 450 4.7.1 <%1$s>: Client host rejected: x; proto=SMTP"
                    .formatted(client))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' from=<> to=<u@example.com> proto=ESMTP helo=<x>' | example.com",
        "' from=<a@b> to=<\"a b\"@example.com> proto=ESMTP helo=<x>' | example.com",
        "' from=<\"x> to=<y@forged.example> proto=\"@b> to=<u@example.com> proto=SMTP' |"
            + " example.com",
        "' from=<a> to=<\"x> helo=<u@forged.example\"@example.com> proto=SMTP' | example.com",
        "' from=<a> to=<postmaster> proto=SMTP helo=<x> to=<u@forged.example>' | -",
        "' from=<a> to=<u@[192.0.2.1]> proto=SMTP' | -",
        "' from=<a> to=<u@exa_mple.com> proto=SMTP' | -",
        "' from=<a> to=<u%example.net@example.com> proto=SMTP' | example.com",
        "' proto=SMTP helo=<x> from=<a> to=<u@forged.example>' | -",
        "' from=<a> to=<u@example.com' | -",
        "' from=<a> to=<@> proto=SMTP' | -",
      })
  void believesNoRecipientThatAClientPutsElsewhere(String fields, String domain) {
    assertEquals(
        "DEFERRED 203.0.113.9 " + REPLY + " " + domain, text(smtpd(refused("450 4.7.1", fields))));
  }

  @Test
  void readsADomainOfOtherLetters() {
    byte[] utf8 =
        " from=<a> to=<u@b\u00fccher.example> proto=SMTP".getBytes(StandardCharsets.UTF_8);
    String fields = new String(utf8, StandardCharsets.ISO_8859_1);
    assertEquals(
        "DEFERRED 203.0.113.9 " + REPLY + " xn--bcher-kva.example",
        text(smtpd(refused("450 4.7.1", fields))));
  }

  /** What else is refused is of others, whatever a client writes into it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOQUEUE: reject: RCPT from %: 554 5.7.1 <u@d.example>: Relay access denied; from=<a>",
        "NOQUEUE: reject: RCPT from %: 554 5.7.1 <\"x>: Client host rejected: "
            + REPLY
            + "; from=<a> to=<u@example.com>\"@d>: Relay access denied; from=<a> to=<b>",
        "NOQUEUE: reject: RCPT from %: 450 4.7.1 <x%>: Client host rejected: " + REPLY + "; from=",
        "NOQUEUE: reject: RCPT from %: 450 4.7.1 Client host rejected: x; from=<a>",
        "NOQUEUE: reject: RCPT from %: <%>: Client host rejected: x; from=<a>",
        "NOQUEUE: reject: RCPT from unknown[unknown]: 450 4.7.1 <unknown[unknown]>: Client host"
            + " rejected: x; from=<a>",
        "NOQUEUE: milter-reject: RCPT from %: 450 4.7.1 <%>: Client host rejected: x; from=<a>",
        "NOQUEUE: lost connection after RCPT from %",
        "NOQUEUE: reject: RCPT from",
        "NOQUEUE: reject: ",
        "warning: : reject: RCPT from %: 450 4.7.1 <%>: Client host rejected: x;",
      })
  void takesNoOtherLineOfPostfix(String message) {
    assertEquals("nothing", text(smtpd(message.replace("%", CLIENT))));
  }

  @Test
  void takesNoLineOfAnotherProgram() {
    String line = refused("450 4.7.1", " from=<a> to=<u@example.com>");
    assertEquals("nothing", text(reader.read("Feb  3 04:05:06 mx logger: " + line)));
    assertEquals("nothing", text(reader.read("Feb  3 04:05:06 mx postfix/cleanup[1]: " + line)));
    assertEquals("nothing", text(reader.read(line)));
  }

  @Test
  void readsWhatTheJournalHolds() {
    String line = refused("450 4.7.1", " from=<a> to=<u@example.com> proto=SMTP helo=<x>");
    String fields = "\"SYSLOG_IDENTIFIER\":\"postfix/smtpd\",\"__REALTIME_TIMESTAMP\":";
    String time = "\"1770091506000000\"";
    Optional<Rejection> found = reader.read("{" + fields + time + ",\"MESSAGE\":\"" + line + "\"}");
    assertEquals("DEFERRED 203.0.113.9 " + REPLY + " example.com", text(found));
    assertEquals(Optional.of(AT), found.flatMap(Rejection::at));
    StringBuilder bytes = new StringBuilder();
    for (byte one : (line + "\u00ff").getBytes(StandardCharsets.ISO_8859_1)) {
      bytes.append(bytes.isEmpty() ? "" : ",").append(one & 0xFF);
    }
    assertEquals(
        "DEFERRED 203.0.113.9 " + REPLY + " example.com",
        text(reader.read("{" + fields + time + ",\"MESSAGE\":[" + bytes + "]}")));
    assertEquals("nothing", text(reader.read("{\"MESSAGE\":null}")));
    assertEquals("nothing", text(reader.read("{\"MESSAGE\":\"NOQUEUE: reject: ")));
  }

  @Test
  void readsWhatEximRefusesAndNotes() {
    String client = "H=m.example.net (helo) [203.0.113.9]";
    assertEquals(
        "DEFERRED 203.0.113.9 postern: mta refused example.com",
        text(
            exim(
                client
                    + " F=<a@b.example> temporarily rejected RCPT <u@example.com>: postern: mta"
                    + " refused")));
    assertEquals(
        "REJECTED 203.0.113.9 postern: mta refused example.com",
        text(
            exim(
                "H=[203.0.113.9]:4711 I=[198.51.100.1]:25 X=TLS1.3:x:256 CV=no F=<> rejected RCPT"
                    + " <\"a b\"@example.com>: postern: mta refused")));
    assertEquals(
        "NOTED 203.0.113.9 postern: mta observed -",
        text(exim(client + " Warning: postern: mta observed")));
    assertEquals(
        "NOTED 203.0.113.9 postern: mta observed example.com",
        text(exim(client + " U=root Warning: postern: mta observed for Example.com")));
    assertEquals(
        "DEFERRED 203.0.113.9 postern: mta refused example.com",
        text(
            reader.read(
                "Feb  3 04:05:06 mx exim[12]: 2026-02-03 04:05:06 [12] "
                    + client
                    + " F=<a> temporarily rejected RCPT <u@example.com>: postern: mta refused")));
    assertTrue(exim(client + " Warning: postern: mta observed").flatMap(Rejection::at).isPresent());
  }

  /** Text of a client that looks like ours stands elsewhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "H=(x) [203.0.113.9] F=<a> rejected RCPT <u@d>: relay not permitted",
        "H=(x) [203.0.113.9] F=<a> rejected RCPT <\"x>: postern: mta refused\"@d>: relay not"
            + " permitted",
        "H=(x) [203.0.113.9] F=<\"x> rejected RCPT <u@d>: postern: mta refused\"@d> rejected RCPT"
            + " <u@d>: no",
        "H=(x) [203.0.113.9] SNI=\"y F=<a> rejected RCPT <u@d>: postern: mta refused\" F=<a>"
            + " rejected RCPT <u@d>: no",
        "rejected EHLO from [203.0.113.9]: syntactically invalid argument(s): x Warning: postern:"
            + " mta observed",
        "SMTP call from [203.0.113.9] dropped: too many: postern: mta refused",
        "H=(x) [203.0.113.9] rejected after DATA: bad header \"x Warning: postern: mta observed",
        "H=(x) [203.0.113.9] F=<a> rejected MAIL <a>: postern: mta refused",
        "1rABCd-0001AB-2x <= a@b.example H=(x) [203.0.113.9] P=smtp S=1 T=\": postern: mta refused",
        ": postern: mta refused",
        "H= Warning: postern: mta observed",
      })
  void takesNoOtherLineOfExim(String message) {
    assertEquals("nothing", text(exim(message)));
  }

  /** HELO with an address in it: the true one is told, or none. */
  @Test
  void believesNoAddressInHelo() {
    String helo = "H=(x) [192.0.2.66] F=<a> rejected RCPT <u@example.com>: postern: mta refused)";
    String found =
        text(
            exim(
                helo
                    + " [203.0.113.9] F=<a> temporarily rejected RCPT <u@example.com>: postern: mta"
                    + " refused"));
    assertTrue(!found.contains("192.0.2.66"), found);
  }
}
