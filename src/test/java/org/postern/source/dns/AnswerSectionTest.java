package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Answers that hold more than was asked for. */
final class AnswerSectionTest {
  private static final String NAME = "a.example";
  private LyingServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        LyingServer.start(
            SOA,
            "a.example 300 A 192.0.2.2",
            "a.example 200 A 192.0.2.1",
            "a.example 300 AAAA 2001:db8::1",
            "b.example 300 A 203.0.113.66");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void assertTruth() {
    assertEquals(
        data(200, server.udpLabel(), "192.0.2.1", "192.0.2.2"),
        client(PATIENT, server).ask(NAME, Family.IP));
  }

  @Test
  void addressesOfOtherOwnersAreIgnored() {
    server.lie(
        NAME,
        asked -> {
          Message more = asked.truth();
          more.addRecord(Zone.record("b.example 1 A 203.0.113.66"), Section.ANSWER);
          more.addRecord(Zone.record("x.a.example 1 A 203.0.113.67"), Section.ANSWER);
          more.addRecord(Zone.record("a.example 1 A 203.0.113.68"), Section.AUTHORITY);
          more.addRecord(Zone.record("a.example 1 A 203.0.113.69"), Section.ADDITIONAL);
          more.addRecord(Zone.record("b.example 1 CNAME a.example."), Section.ANSWER);
          asked.send(more);
        });
    assertTruth();
  }

  @Test
  void recordsOfOtherTypesAndClassesAreIgnored() {
    server.lie(
        NAME,
        asked -> {
          Message more = asked.truth();
          more.addRecord(Zone.record("a.example 1 TXT \"v=spf1 +all\""), Section.ANSWER);
          more.addRecord(Zone.record("a.example 1 AAAA 2001:db8::66"), Section.ANSWER);
          more.addRecord(
              Record.newRecord(
                  asked.query().getQuestion().getName(), 1, 3, 1, new byte[] {1, 2, 3, 4}),
              Section.ANSWER);
          asked.send(more);
        });
    assertTruth();
  }

  @Test
  void lettersMayChangeTheirCase() {
    server.lie(
        NAME,
        asked -> {
          Message loud = new Message(asked.query().getHeader().getID());
          loud.getHeader().setFlag(Flags.QR);
          loud.addRecord(
              Record.newRecord(Zone.record("A.EXAMPLE 0 A 0.0.0.0").getName(), asked.type(), 1),
              Section.QUESTION);
          loud.addRecord(Zone.record("A.eXample 200 A 192.0.2.1"), Section.ANSWER);
          loud.addRecord(Zone.record("a.exAMPLE 300 A 192.0.2.2"), Section.ANSWER);
          asked.send(loud);
        });
    assertTruth();
  }

  @Test
  void sameAddressTwiceCountsOnce() {
    server.lie(
        NAME,
        asked -> {
          Message twice = Zone.reply(asked.query());
          twice.addRecord(Zone.record("a.example 200 A 192.0.2.1"), Section.ANSWER);
          twice.addRecord(Zone.record("a.example 300 A 192.0.2.1"), Section.ANSWER);
          twice.addRecord(Zone.record("a.example 300 A 192.0.2.2"), Section.ANSWER);
          asked.send(twice);
        });
    assertTruth();
  }
}
