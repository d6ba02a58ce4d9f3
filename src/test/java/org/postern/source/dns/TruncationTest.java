package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.MUTE;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;
import static org.postern.source.dns.DnsFixture.records;
import static org.postern.source.dns.DnsFixture.v4;
import static org.postern.source.dns.DnsFixture.v6;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Answers too large for UDP. A cut answer is never taken for the whole. */
final class TruncationTest {
  private static final String NAME = "many.example";
  private LyingServer server;

  @BeforeEach
  void start() throws IOException {
    List<String> records = new ArrayList<>(List.of(SOA));
    records.addAll(records(NAME, "A", v4(200)));
    records.addAll(records(NAME, "AAAA", v6(60)));
    server = LyingServer.start(records);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static Answer.Data all(List<String> addresses, String label) {
    return data(300, label, addresses.toArray(String[]::new));
  }

  private void assertBlocked(DnsSettings settings, String why) {
    assertEquals(
        new Answer.NoInformation(
            Cause.BLOCKED_TCP,
            "many.example A: the answer is too large for UDP and %d/TCP to 127.0.0.1 seems blocked (%s)"
                .formatted(server.address().getPort(), why)),
        client(settings, server).ask(NAME, Family.IP));
  }

  private void overTcp(Asked.Lie lie) {
    server.lie(
        NAME,
        asked -> {
          if (asked.tcp()) {
            lie.answer(asked);
          } else {
            asked.tellTruth();
          }
        });
  }

  @Test
  void twoHundredV4AndSixtyV6ArriveOverTcp() {
    DnsClient client = client(PATIENT, server);
    assertEquals(all(v4(200), server.tcpLabel()), client.ask(NAME, Family.IP));
    assertEquals(all(v6(60), server.tcpLabel()), client.ask(NAME, Family.IP6));
  }

  @Test
  void fourThousandV4FitIntoOneMessage() throws IOException {
    try (LyingServer large = LyingServer.start(records(NAME, "A", v4(4000)))) {
      assertEquals(all(v4(4000), large.tcpLabel()), client(PATIENT, large).ask(NAME, Family.IP));
    }
  }

  @Test
  void twoThousandV6FitIntoOneMessage() throws IOException {
    try (LyingServer large = LyingServer.start(records(NAME, "AAAA", v6(2300)))) {
      assertEquals(all(v6(2300), large.tcpLabel()), client(PATIENT, large).ask(NAME, Family.IP6));
    }
  }

  @Test
  void moreAddressesThanAllowedAreTooMany() {
    DnsSettings strict =
        new DnsSettings(
            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(20), 1, 64, 11, 199);
    assertEquals(
        new Answer.NoInformation(
            Cause.TOO_MANY, "many.example A: has 200 addresses, more than 199"),
        client(strict, server).ask(NAME, Family.IP));
  }

  @Test
  void refusedConnectionIsNamed() throws IOException {
    server.withoutTcp();
    assertBlocked(PATIENT, "connection refused");
  }

  @Test
  void silentConnectionIsNamed() {
    overTcp(asked -> asked.pause(Duration.ofMinutes(1)));
    assertBlocked(MUTE, "the connection stands, but no answer came");
  }

  @Test
  void dribblingServerIsLeftInTime() {
    overTcp(
        asked -> {
          for (byte each : Asked.framed(asked.truth().toWire(65_535))) {
            asked.wire().raw(new byte[] {each});
            asked.pause(Duration.ofMillis(20));
          }
        });
    long start = System.nanoTime();
    assertBlocked(MUTE, "the connection stands, but no answer came");
    assertTrue(System.nanoTime() - start < 15_000_000_000L);
  }

  @Test
  void answerInManySmallPiecesIsWhole() {
    overTcp(
        asked -> {
          byte[] bytes = Asked.framed(asked.truth().toWire(65_535));
          for (int at = 0; at < bytes.length; at += 7) {
            asked.wire().raw(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 7)));
          }
        });
    assertEquals(all(v4(200), server.tcpLabel()), client(PATIENT, server).ask(NAME, Family.IP));
  }

  @Test
  void connectionClosedEarlyIsNamed() {
    overTcp(
        asked -> asked.wire().raw(Arrays.copyOf(Asked.framed(asked.truth().toWire(65_535)), 100)));
    assertBlocked(PATIENT, "the connection was closed before the answer");
  }

  @Test
  void connectionClosedAtOnceIsNamed() {
    overTcp(_ -> {});
    assertBlocked(PATIENT, "the connection was closed before the answer");
  }

  @Test
  void wrongIdOverTcpIsPassedOver() {
    overTcp(
        asked -> {
          Message forged = Zone.reply(asked.query());
          forged.getHeader().setID(asked.query().getHeader().getID() ^ 1);
          forged.addRecord(Zone.record("many.example 1 A 203.0.113.66"), Section.ANSWER);
          asked.send(forged);
          asked.sendBytes(new byte[0]);
          asked.tellTruth();
        });
    assertEquals(all(v4(200), server.tcpLabel()), client(PATIENT, server).ask(NAME, Family.IP));
  }

  @Test
  void cutAnswerOverTcpIsMalformed() {
    overTcp(
        asked -> {
          asked.truth().getHeader().setFlag(Flags.TC);
          asked.tellTruth();
        });
    assertEquals(
        new Answer.NoInformation(
            Cause.MALFORMED,
            "many.example A: %s sent a reply that cannot be read".formatted(server.tcpLabel())),
        client(PATIENT, server).ask(NAME, Family.IP));
  }

  @Test
  void failureOverTcpIsTheAnswer() {
    overTcp(
        asked -> {
          Message failure = Zone.reply(asked.query());
          failure.getHeader().setRcode(Rcode.SERVFAIL);
          asked.send(failure);
        });
    assertEquals(
        new Answer.NoInformation(
            Cause.SERVFAIL, "many.example A: %s answered SERVFAIL".formatted(server.tcpLabel())),
        client(PATIENT, server).ask(NAME, Family.IP));
  }

  @Test
  void nextServerIsAskedWhenTcpIsBlocked() throws IOException {
    try (LyingServer second = LyingServer.start(records(NAME, "A", v4(200)))) {
      server.withoutTcp();
      assertEquals(
          all(v4(200), second.tcpLabel()), client(PATIENT, server, second).ask(NAME, Family.IP));
    }
  }
}
