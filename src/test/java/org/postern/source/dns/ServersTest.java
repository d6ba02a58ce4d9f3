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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;

/** Two servers, the first of which is of no help. */
final class ServersTest {
  private static final String NAME = "a.example";
  private LyingServer first;
  private LyingServer second;

  @BeforeEach
  void start() throws IOException {
    first = LyingServer.start(SOA, "a.example 300 A 203.0.113.66");
    second = LyingServer.start(SOA, "a.example 300 A 192.0.2.1");
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    second.close();
  }

  @Test
  void firstServerThatHelpsIsBelieved() {
    assertEquals(
        data(300, first.udpLabel(), "203.0.113.66"),
        client(PATIENT, first, second).ask(NAME, Family.IP));
    assertEquals(0, second.queries());
  }

  @Test
  void confirmedAbsenceEndsTheAsking() {
    assertEquals(
        gone(Absence.NXDOMAIN, 600, first.udpLabel()),
        client(PATIENT, first, second).ask("no.example", Family.IP));
    assertEquals(0, second.queries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SERVFAIL", "REFUSED", "NOERROR", "NXDOMAIN", "FORMERR"})
  void nextIsAskedWhenTheFirstIsOfNoHelp(String rcode) {
    first.failing(NAME, rcode);
    assertEquals(
        data(300, second.udpLabel(), "192.0.2.1"),
        client(PATIENT, first, second).ask(NAME, Family.IP));
  }

  @Test
  void nextIsAskedWhenTheFirstIsSilent() {
    first.silent(NAME);
    assertEquals(
        data(300, second.udpLabel(), "192.0.2.1"),
        client(HASTY, first, second).ask(NAME, Family.IP));
  }

  @Test
  void nextIsAskedWhenNobodyListensAtTheFirst() throws IOException {
    InetSocketAddress dead = first.address();
    first.close();
    assertEquals(
        data(300, second.udpLabel(), "192.0.2.1"),
        new DnsClient(List.of(dead, second.address()), PATIENT).ask(NAME, Family.IP));
  }

  @Test
  void silentServerIsAskedAfterTheOthersNextTime() {
    first.silent(NAME);
    DnsClient client = client(HASTY, first, second);
    for (int i = 0; i < 5; i++) {
      assertEquals(data(300, second.udpLabel(), "192.0.2.1"), client.ask(NAME, Family.IP));
    }
    assertEquals(1, first.queries());
  }

  @Test
  void silentServerIsAskedAgainAfterOneThatRefuses() {
    first.lie(
        NAME,
        asked -> {
          if (asked.count() > 1) {
            asked.tellTruth();
          }
        });
    second.failing(NAME, "REFUSED");
    assertEquals(
        data(300, first.udpLabel(), "203.0.113.66"),
        client(HASTY, first, second).ask(NAME, Family.IP));
    assertEquals(1, second.queries());
  }

  @Test
  void mostTellingFailureIsReportedFirst() throws IOException {
    InetSocketAddress dead = first.address();
    first.close();
    second.failing(NAME, "SERVFAIL");
    assertEquals(
        new Answer.NoInformation(
            Cause.SERVFAIL,
            "a.example A: %s answered SERVFAIL; 127.0.0.1:%d/udp is not reachable (no program listens on the port)"
                .formatted(second.udpLabel(), dead.getPort())),
        new DnsClient(List.of(dead, second.address()), PATIENT).ask(NAME, Family.IP));
  }

  /** A link-local address without an interface: the kernel knows no way, each time it is asked. */
  @Test
  void aServerToWhichNoWayLeadsIsUnreachable() {
    InetSocketAddress nowhere = new InetSocketAddress("fe80::1", 53);
    Answer answer = new DnsClient(List.of(nowhere), PATIENT).ask(NAME, Family.IP);
    assertEquals(
        Cause.UNREACHABLE, ((Answer.NoInformation) answer).cause(), () -> answer.toString());
  }

  @Test
  void afterAServerToWhichNoWayLeadsTheNextIsAsked() {
    InetSocketAddress nowhere = new InetSocketAddress("fe80::1", 53);
    assertEquals(
        data(300, second.udpLabel(), "192.0.2.1"),
        new DnsClient(List.of(nowhere, second.address()), PATIENT).ask(NAME, Family.IP));
  }

  @Test
  void nobodyListensAnywhere() throws IOException {
    first.close();
    assertEquals(
        new Answer.NoInformation(
            Cause.UNREACHABLE,
            "a.example A: %s is not reachable (no program listens on the port)"
                .formatted(first.udpLabel())),
        client(PATIENT, first).ask(NAME, Family.IP));
  }

  @Test
  void overTcpAloneNoDatagramIsSent() {
    for (LyingServer server : List.of(first, second)) {
      server.lie(
          NAME,
          asked -> {
            assertTrue(asked.tcp());
            asked.tellTruth();
          });
    }
    DnsSettings tcp = PATIENT.with(true, false);
    assertEquals(
        data(300, first.tcpLabel(), "203.0.113.66"),
        client(tcp, first, second).ask(NAME, Family.IP));
    assertEquals(1, first.queries());
  }

  @Test
  void overTcpAloneTheNextIsAskedWhenTheFirstIsClosedOrSilent() throws IOException {
    DnsSettings tcp = HASTY.with(true, false);
    first.withoutTcp();
    assertEquals(
        data(300, second.tcpLabel(), "192.0.2.1"), client(tcp, first, second).ask(NAME, Family.IP));
    second.lie(
        NAME,
        asked -> {
          if (asked.count() > 3) {
            asked.tellTruth();
          } else {
            asked.pause(Duration.ofMinutes(1));
          }
        });
    assertEquals(
        data(300, second.tcpLabel(), "192.0.2.1"), client(tcp, second).ask(NAME, Family.IP));
  }

  @Test
  void overTcpAloneAServerWithoutEdnsIsAskedWithout() {
    first.lie(
        NAME,
        asked -> {
          if (asked.edns()) {
            asked.send(asked.empty("FORMERR"));
          } else {
            asked.tellTruth();
          }
        });
    assertEquals(
        data(300, first.tcpLabel(), "203.0.113.66"),
        client(PATIENT.with(true, false), first).ask(NAME, Family.IP));
  }

  @Test
  void overTcpAloneAClosedPortIsUnreachable() throws IOException {
    first.withoutTcp();
    assertEquals(
        new Answer.NoInformation(
            Cause.UNREACHABLE,
            "a.example A: %s is not reachable (connection refused)".formatted(first.tcpLabel())),
        client(PATIENT.with(true, false), first).ask(NAME, Family.IP));
  }

  @Test
  void inTurnEachServerIsTheFirst() {
    DnsClient client = client(PATIENT.with(false, true), first, second);
    for (int i = 0; i < 6; i++) {
      assertEquals(
          i % 2 == 0
              ? data(300, first.udpLabel(), "203.0.113.66")
              : data(300, second.udpLabel(), "192.0.2.1"),
          client.ask(NAME, Family.IP));
    }
  }
}
