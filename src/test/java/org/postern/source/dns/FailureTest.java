package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.HASTY;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;
import static org.postern.source.dns.DnsFixture.gone;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Confirmed absence is one thing, every kind of failure another. */
final class FailureTest {
  private static final String NAME = "a.example";
  private LyingServer server;

  @BeforeEach
  void start() throws IOException {
    server = LyingServer.start(SOA, "a.example 300 A 192.0.2.1", "a.example 300 AAAA 2001:db8::1");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Answer ask() {
    return client(PATIENT, server).ask(NAME, Family.IP);
  }

  private void rcode(int rcode) {
    server.lie(NAME, asked -> asked.send(withRcode(asked, rcode)));
  }

  private static Message withRcode(Asked asked, int rcode) {
    Message reply = Zone.reply(asked.query());
    reply.getHeader().setRcode(rcode);
    return reply;
  }

  private void authority(int rcode, String... records) {
    server.lie(
        NAME,
        asked -> {
          Message reply = withRcode(asked, rcode);
          List.of(records).forEach(r -> reply.addRecord(Zone.record(r), Section.AUTHORITY));
          asked.send(reply);
        });
  }

  private Answer.NoInformation none(Cause cause, String what) {
    return new Answer.NoInformation(cause, "a.example A: %s %s".formatted(server.udpLabel(), what));
  }

  @Test
  void nxdomainWithSoaIsGone() {
    assertEquals(
        gone(Absence.NXDOMAIN, 600, server.udpLabel()),
        client(PATIENT, server).ask("no.example", Family.IP));
  }

  @Test
  void nodataWithSoaIsGone() {
    authority(Rcode.NOERROR, SOA);
    assertEquals(gone(Absence.NODATA, 600, server.udpLabel()), ask());
  }

  @Test
  void negativeTtlIsThatOfTheSoaRecordIfLess() {
    authority(Rcode.NXDOMAIN, "example 30 SOA ns.example. admin.example. 1 7200 3600 86400 600");
    assertEquals(gone(Absence.NXDOMAIN, 30, server.udpLabel()), ask());
  }

  @Test
  void negativeTtlIsAtMostOneHour() {
    authority(
        Rcode.NXDOMAIN, "example 86400 SOA ns.example. admin.example. 1 7200 3600 86400 86400");
    assertEquals(gone(Absence.NXDOMAIN, 3600, server.udpLabel()), ask());
  }

  @Test
  void nxdomainWithoutSoaIsNoInformation() {
    authority(Rcode.NXDOMAIN);
    assertEquals(none(Cause.LAME, "answered NXDOMAIN without an SOA record"), ask());
  }

  @Test
  void nxdomainWithTheSoaOfAnotherZoneIsNoInformation() {
    authority(Rcode.NXDOMAIN, "test 900 SOA ns.test. admin.test. 1 7200 3600 86400 600");
    assertEquals(none(Cause.LAME, "answered NXDOMAIN without an SOA record"), ask());
  }

  @Test
  void nxdomainWithAddressesIsMalformed() {
    server.lie(
        NAME,
        asked -> {
          asked.truth().getHeader().setRcode(Rcode.NXDOMAIN);
          asked.tellTruth();
        });
    assertEquals(none(Cause.MALFORMED, "answered NXDOMAIN together with addresses"), ask());
  }

  @Test
  void referralIsNoInformation() {
    authority(Rcode.NOERROR, "example 900 NS ns.example.");
    assertEquals(none(Cause.LAME, "answered with neither addresses nor an SOA record"), ask());
  }

  @Test
  void emptyReplyIsNoInformation() {
    authority(Rcode.NOERROR);
    assertEquals(none(Cause.LAME, "answered with neither addresses nor an SOA record"), ask());
  }

  @Test
  void servfailIsAskedOnce() {
    rcode(Rcode.SERVFAIL);
    assertEquals(none(Cause.SERVFAIL, "answered SERVFAIL"), ask());
    assertEquals(1, server.queries());
  }

  @Test
  void refusedIsAskedOnce() {
    rcode(Rcode.REFUSED);
    assertEquals(none(Cause.REFUSED, "answered REFUSED"), ask());
    assertEquals(1, server.queries());
  }

  @Test
  void servfailWithoutAQuestionIsServfail() {
    server.lie(
        NAME,
        asked -> {
          Message bare = withRcode(asked, Rcode.SERVFAIL);
          bare.removeAllRecords(Section.QUESTION);
          asked.send(bare);
        });
    assertEquals(none(Cause.SERVFAIL, "answered SERVFAIL"), ask());
  }

  @Test
  void otherErrorsAreNamed() {
    rcode(Rcode.NOTAUTH);
    assertEquals(none(Cause.OTHER_RCODE, "answered NOTAUTH"), ask());
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP})
  void serverThatDoesNotKnowEdnsIsAskedWithout(int rcode) {
    server.lie(
        NAME,
        asked -> {
          if (asked.edns()) {
            Message bare = withRcode(asked, rcode);
            bare.removeAllRecords(Section.QUESTION);
            asked.send(bare);
          } else {
            asked.tellTruth();
          }
        });
    assertEquals(data(300, server.udpLabel(), "192.0.2.1"), ask());
  }

  @Test
  void formerrWithoutEdnsIsFinal() {
    rcode(Rcode.FORMERR);
    assertEquals(none(Cause.OTHER_RCODE, "answered FORMERR"), ask());
    assertEquals(2, server.queries());
  }

  @Test
  void silenceIsTimeout() {
    server.lie(NAME, _ -> {});
    assertEquals(
        none(Cause.TIMEOUT, "did not answer"), client(HASTY, server).ask(NAME, Family.IP));
    assertEquals(2, server.queries());
  }

  @Test
  void endlessJunkIsTimeout() {
    server.lie(
        NAME,
        asked -> {
          Message forged = asked.truth();
          forged.getHeader().setID(asked.query().getHeader().getID() ^ 1);
          for (int i = 0; i < 1000; i++) {
            asked.send(forged);
            asked.pause(Duration.ofMillis(1));
          }
        });
    assertEquals(
        none(Cause.TIMEOUT, "did not answer"), client(HASTY, server).ask(NAME, Family.IP));
  }

  @Test
  void oneFamilyFailsAndTheOtherAnswers() {
    server.lie(
        NAME,
        asked -> {
          if (asked.type() == Type.AAAA) {
            asked.send(withRcode(asked, Rcode.SERVFAIL));
          } else {
            asked.tellTruth();
          }
        });
    Question four = new Question(NAME, Family.IP);
    Question six = new Question(NAME, Family.IP6);
    assertEquals(
        Map.of(
            four,
            data(300, server.udpLabel(), "192.0.2.1"),
            six,
            new Answer.NoInformation(
                Cause.SERVFAIL, "a.example AAAA: %s answered SERVFAIL".formatted(server.udpLabel()))),
        client(PATIENT, server).askAll(List.of(four, six)));
  }

  @Test
  void flagsOfTheQueryAskForRecursionAndNothingElse() {
    server.lie(
        NAME,
        asked -> {
          assertTrue(asked.query().getHeader().getFlag(Flags.RD));
          assertEquals(1232, asked.query().getOPT().getPayloadSize());
          asked.tellTruth();
        });
    assertEquals(data(300, server.udpLabel(), "192.0.2.1"), ask());
  }
}
