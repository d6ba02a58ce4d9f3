package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.source.dns.DnsFixture.HASTY;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;
import static org.postern.source.dns.DnsFixture.records;
import static org.postern.source.dns.DnsFixture.v4;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Replies that are none, come late, twice or broken. */
final class UdpReplyTest {
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

  private static Message forged(Asked asked) {
    Message forged = Zone.reply(asked.query());
    forged.addRecord(Zone.record("a.example 300 A 203.0.113.66"), Section.ANSWER);
    return forged;
  }

  @Test
  void addressesComeSortedWithTheLeastTtl() {
    assertTruth();
  }

  @Test
  void v6IsAskedForAlone() {
    assertEquals(
        data(300, server.udpLabel(), "2001:db8::1"), client(PATIENT, server).ask(NAME, Family.IP6));
  }

  @Test
  void replyWithAnotherIdIsPassedOver() {
    server.lie(
        NAME,
        asked -> {
          Message forged = forged(asked);
          forged.getHeader().setID(asked.query().getHeader().getID() ^ 1);
          asked.send(forged);
          asked.tellTruth();
        });
    assertTruth();
  }

  @Test
  void replyToAnotherNameIsPassedOver() {
    server.lie(
        NAME,
        asked -> {
          Message other = new Message(asked.query().getHeader().getID());
          other.getHeader().setFlag(Flags.QR);
          other.addRecord(Zone.record("b.example 300 A 203.0.113.66"), Section.ANSWER);
          other.addRecord(
              Record.newRecord(
                  Zone.record("b.example 300 A 203.0.113.66").getName(), asked.type(), 1),
              Section.QUESTION);
          asked.send(other);
          asked.tellTruth();
        });
    assertTruth();
  }

  @Test
  void replyToAnotherTypeIsPassedOver() {
    server.lie(
        NAME,
        asked -> {
          byte[] forged = forged(asked).toWire();
          forged[12 + 11 + 1] ^= 1;
          asked.sendBytes(forged);
          asked.tellTruth();
        });
    assertTruth();
  }

  @Test
  void dataWithoutAQuestionIsPassedOver() {
    server.lie(
        NAME,
        asked -> {
          Message forged = forged(asked);
          forged.removeAllRecords(Section.QUESTION);
          asked.send(forged);
          asked.tellTruth();
        });
    assertTruth();
  }

  @Test
  void echoedQueryIsPassedOver() {
    server.lie(
        NAME,
        asked -> {
          asked.sendBytes(asked.query().toWire());
          asked.tellTruth();
        });
    assertTruth();
  }

  @Test
  void garbageIsPassedOver() {
    server.lie(
        NAME,
        asked -> {
          asked.sendBytes(new byte[0]);
          asked.sendBytes("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII));
          asked.tellTruth();
        });
    assertTruth();
  }

  @Test
  void replyFromAnotherPortIsPassedOver() throws IOException {
    try (DatagramSocket stranger = new DatagramSocket()) {
      server.lie(
          NAME,
          asked -> {
            byte[] forged = forged(asked).toWire();
            InetSocketAddress client = asked.client();
            stranger.send(new DatagramPacket(forged, forged.length, client));
            asked.tellTruth();
          });
      assertTruth();
    }
  }

  @Test
  void replyThatBreaksOffIsMalformed() {
    server.lie(NAME, asked -> asked.sendBytes(cutOff(asked.truth().toWire())));
    assertEquals(
        new Answer.NoInformation(
            Cause.MALFORMED,
            "a.example A: %s sent a reply that cannot be read".formatted(server.udpLabel())),
        client(PATIENT, server).ask(NAME, Family.IP));
  }

  private static byte[] cutOff(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 3);
  }

  @Test
  void replyThatComesTwiceCountsOnce() {
    server.lie(
        NAME,
        asked -> {
          asked.tellTruth();
          asked.tellTruth();
        });
    DnsClient client = client(PATIENT, server);
    for (int i = 0; i < 20; i++) {
      assertEquals(
          data(200, server.udpLabel(), "192.0.2.1", "192.0.2.2"), client.ask(NAME, Family.IP));
      assertEquals(data(300, server.udpLabel(), "2001:db8::1"), client.ask(NAME, Family.IP6));
    }
  }

  @Test
  void lostPacketIsSentAgain() {
    server.lie(
        NAME,
        asked -> {
          if (asked.count() > 1) {
            asked.tellTruth();
          }
        });
    assertEquals(
        data(200, server.udpLabel(), "192.0.2.1", "192.0.2.2"),
        client(HASTY, server).ask(NAME, Family.IP));
    assertEquals(2, server.queries());
  }

  @Test
  void lateReplyToTheFirstTryIsAReply() {
    CountDownLatch third = new CountDownLatch(1);
    server.lie(
        NAME,
        asked -> {
          if (asked.count() == 1) {
            third.await();
            asked.tellTruth();
          } else if (asked.count() == 3) {
            third.countDown();
          }
        });
    assertEquals(
        data(200, server.udpLabel(), "192.0.2.1", "192.0.2.2"),
        client(HASTY, server).ask(NAME, Family.IP));
  }

  @Test
  void replyToAnotherQuestionDoesNotDisturbTheNextTry() {
    CountDownLatch second = new CountDownLatch(1);
    server.lie(
        NAME,
        asked -> {
          if (asked.count() == 1) {
            second.await();
            Message forged = forged(asked);
            forged.getHeader().setID(asked.query().getHeader().getID() ^ 1);
            asked.send(forged);
          } else {
            second.countDown();
            asked.tellTruth();
          }
        });
    assertEquals(
        data(200, server.udpLabel(), "192.0.2.1", "192.0.2.2"),
        client(HASTY, server).ask(NAME, Family.IP));
  }

  @Test
  void oversizeDatagramIsReadWhole() throws IOException {
    try (LyingServer large = LyingServer.start(records("a.example", "A", v4(300)))) {
      large.lie(NAME, asked -> asked.sendBytes(asked.truth().toWire(65_535)));
      assertEquals(
          data(300, large.udpLabel(), v4(300).toArray(String[]::new)),
          client(PATIENT, large).ask(NAME, Family.IP));
    }
  }
}
