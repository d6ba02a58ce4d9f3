package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.MUTE;
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
  private static final String MUTED = "did not answer within the deadline of 0.7 s";

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

  private void authority(String rcode, String... records) {
    server.lie(
        NAME,
        asked -> {
          Message reply = asked.empty(rcode);
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
    authority("NOERROR", SOA);
    assertEquals(gone(Absence.NODATA, 600, server.udpLabel()), ask());
  }

  @Test
  void negativeTtlIsThatOfTheSoaRecordIfLess() {
    authority("NXDOMAIN", "example 30 SOA ns.example. admin.example. 1 7200 3600 86400 600");
    assertEquals(gone(Absence.NXDOMAIN, 30, server.udpLabel()), ask());
  }

  @Test
  void negativeTtlIsAtMostOneHour() {
    authority("NXDOMAIN", "example 86400 SOA ns.example. admin.example. 1 7200 3600 86400 86400");
    assertEquals(gone(Absence.NXDOMAIN, 3600, server.udpLabel()), ask());
  }

  private void bareFromAuthority(String rcode) {
    server.lie(
        NAME,
        asked -> {
          Message reply = asked.empty(rcode);
          reply.getHeader().unsetFlag(Flags.RA);
          asked.send(reply);
        });
  }

  @Test
  void bareNxdomainOfAnAuthorityIsNoInformation() {
    bareFromAuthority("NXDOMAIN");
    assertEquals(none(Cause.LAME, "answered NXDOMAIN without an SOA record"), ask());
  }

  @Test
  void bareNxdomainOfAResolverIsAbsence() {
    authority("NXDOMAIN");
    assertEquals(gone(Absence.NXDOMAIN, 60, server.udpLabel()), ask());
  }

  @Test
  void nxdomainWithTheSoaOfAnotherZoneIsNoInformation() {
    authority("NXDOMAIN", "test 900 SOA ns.test. admin.test. 1 7200 3600 86400 600");
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
    authority("NOERROR", "example 900 NS ns.example.");
    assertEquals(none(Cause.LAME, "answered with neither addresses nor an SOA record"), ask());
  }

  @Test
  void emptyReplyOfAnAuthorityIsNoInformation() {
    bareFromAuthority("NOERROR");
    assertEquals(none(Cause.LAME, "answered with neither addresses nor an SOA record"), ask());
  }

  @Test
  void emptyReplyOfAResolverIsAbsence() {
    authority("NOERROR");
    assertEquals(gone(Absence.NODATA, 60, server.udpLabel()), ask());
  }

  @Test
  void servfailIsAskedOnce() {
    server.failing(NAME, "SERVFAIL");
    assertEquals(none(Cause.SERVFAIL, "answered SERVFAIL"), ask());
    assertEquals(1, server.queries());
  }

  @Test
  void refusedIsAskedOnce() {
    server.failing(NAME, "REFUSED");
    assertEquals(none(Cause.REFUSED, "answered REFUSED"), ask());
    assertEquals(1, server.queries());
  }

  @Test
  void servfailWithoutAQuestionIsServfail() {
    server.lie(
        NAME,
        asked -> {
          Message bare = asked.empty("SERVFAIL");
          bare.removeAllRecords(Section.QUESTION);
          asked.send(bare);
        });
    assertEquals(none(Cause.SERVFAIL, "answered SERVFAIL"), ask());
  }

  @Test
  void otherErrorsAreNamed() {
    server.failing(NAME, "NOTAUTH");
    assertEquals(none(Cause.OTHER_RCODE, "answered NOTAUTH"), ask());
  }

  @ParameterizedTest
  @ValueSource(strings = {"FORMERR", "NOTIMP"})
  void serverThatDoesNotKnowEdnsIsAskedWithout(String rcode) {
    server.lie(
        NAME,
        asked -> {
          if (asked.edns()) {
            Message bare = asked.empty(rcode);
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
    server.failing(NAME, "FORMERR");
    assertEquals(none(Cause.OTHER_RCODE, "answered FORMERR"), ask());
    assertEquals(2, server.queries());
  }

  @Test
  void silenceIsTimeout() {
    server.silent(NAME);
    assertEquals(none(Cause.TIMEOUT, MUTED), client(MUTE, server).ask(NAME, Family.IP));
    assertTrue(server.queries() > 0);
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
    assertEquals(none(Cause.TIMEOUT, MUTED), client(MUTE, server).ask(NAME, Family.IP));
  }

  @Test
  void oneFamilyFailsAndTheOtherAnswers() {
    server.lie(
        NAME,
        asked -> {
          if (asked.type() == Type.AAAA) {
            asked.send(asked.empty("SERVFAIL"));
          } else {
            asked.tellTruth();
          }
        });
    DnsQuestion four = new DnsQuestion(NAME, Family.IP);
    DnsQuestion six = new DnsQuestion(NAME, Family.IP6);
    assertEquals(
        Map.of(
            four,
            data(300, server.udpLabel(), "192.0.2.1"),
            six,
            new Answer.NoInformation(
                Cause.SERVFAIL,
                "a.example AAAA: %s answered SERVFAIL".formatted(server.udpLabel()))),
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
