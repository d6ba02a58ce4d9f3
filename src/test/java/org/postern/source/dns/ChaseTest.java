package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.entries;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** CNAME records, inside one reply and from one reply to the next. */
final class ChaseTest {

  /** {@code c0} to {@code cN}; the third link has the least TTL. */
  private static List<String> chain(int links) {
    List<String> records = new ArrayList<>(List.of(SOA));
    IntStream.range(0, links)
        .mapToObj(
            i -> "c%d.example %d CNAME c%d.example.".formatted(i, i == 2 ? 91 : 100 + i, i + 1))
        .forEach(records::add);
    records.add("c%d.example 300 A 192.0.2.1".formatted(links));
    return records;
  }

  private static List<String> targets(int links) {
    return IntStream.rangeClosed(1, links).mapToObj("c%d.example"::formatted).toList();
  }

  private static Answer.Data atTheEnd(int links, long ttl, LyingServer server) {
    return new Answer.Data(
        entries("192.0.2.1"), Duration.ofSeconds(ttl), targets(links), server.udpLabel());
  }

  private static Answer ask(LyingServer server, String name) {
    return client(PATIENT, server).ask(name, Family.IP);
  }

  /** A server that never follows a CNAME record itself. */
  private static LyingServer linkByLink(List<String> records, int names) throws IOException {
    LyingServer server = LyingServer.start(records);
    for (int i = 0; i < names; i++) {
      server.lie(
          "c%d.example".formatted(i),
          asked -> {
            Message first = Zone.reply(asked.query());
            first.addRecord(asked.truth().getSection(Section.ANSWER).getFirst(), Section.ANSWER);
            asked.send(first);
          });
    }
    return server;
  }

  @Test
  void leastTtlOfTheWholeChainHolds() throws IOException {
    try (LyingServer server = LyingServer.start(chain(10))) {
      assertEquals(atTheEnd(10, 91, server), ask(server, "c0.example"));
    }
  }

  @Test
  void orderOfRecordsDoesNotMatter() throws IOException {
    try (LyingServer server = LyingServer.start(chain(4))) {
      server.lie(
          "c0.example",
          asked -> {
            Message turned = Zone.reply(asked.query());
            List<Record> records = new ArrayList<>(asked.truth().getSection(Section.ANSWER));
            Collections.reverse(records);
            records.forEach(r -> turned.addRecord(r, Section.ANSWER));
            asked.send(turned);
          });
      assertEquals(atTheEnd(4, 91, server), ask(server, "c0.example"));
    }
  }

  @Test
  void elevenLinksAreFollowed() throws IOException {
    try (LyingServer server = LyingServer.start(chain(11))) {
      assertEquals(atTheEnd(11, 91, server), ask(server, "c0.example"));
    }
  }

  @Test
  void twelveLinksAreTooMany() throws IOException {
    try (LyingServer server = LyingServer.start(chain(12))) {
      assertEquals(
          new Answer.NoInformation(
              Cause.TOO_MANY, "c0.example A: leads over more than 11 CNAME records"),
          ask(server, "c0.example"));
    }
  }

  @Test
  void twentyLinksOverTwentyRepliesAreTooMany() throws IOException {
    try (LyingServer server = linkByLink(chain(20), 20)) {
      assertEquals(
          new Answer.NoInformation(
              Cause.TOO_MANY, "c0.example A at c11.example: leads over more than 11 CNAME records"),
          ask(server, "c0.example"));
      assertEquals(12, server.queries());
    }
  }

  @Test
  void chainThatEndsInTheMiddleIsAskedOn() throws IOException {
    try (LyingServer server = linkByLink(chain(5), 5)) {
      assertEquals(atTheEnd(5, 91, server), ask(server, "c0.example"));
      assertEquals(6, server.queries());
    }
  }

  @Test
  void loopEndsAtOnce() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            "a.example 60 CNAME b.example.",
            "b.example 60 CNAME c.example.",
            "c.example 60 CNAME b.example.")) {
      assertEquals(
          new Answer.NoInformation(Cause.LOOP, "a.example A: leads back to b.example"),
          ask(server, "a.example"));
      assertEquals(1, server.queries());
    }
  }

  @Test
  void loopOverSeveralRepliesEnds() throws IOException {
    List<String> records =
        List.of("c0.example 60 CNAME c1.example.", "c1.example 60 CNAME c0.example.");
    try (LyingServer server = linkByLink(records, 2)) {
      assertEquals(
          new Answer.NoInformation(
              Cause.LOOP, "c0.example A at c1.example: leads back to c0.example"),
          ask(server, "c0.example"));
    }
  }

  @Test
  void nameThatIsItsOwnAliasIsALoop() throws IOException {
    try (LyingServer server = LyingServer.start("a.example 60 CNAME A.example.")) {
      assertEquals(
          new Answer.NoInformation(Cause.LOOP, "a.example A: leads back to a.example"),
          ask(server, "a.example"));
    }
  }

  @Test
  void danglingAliasIsGone() throws IOException {
    try (LyingServer server = LyingServer.start(SOA, "a.example 50 CNAME b.example.")) {
      assertEquals(
          new Answer.Gone(
              Absence.NXDOMAIN, Duration.ofSeconds(50), List.of("b.example"), server.udpLabel()),
          ask(server, "a.example"));
    }
  }

  @Test
  void aliasWithoutAddressesIsNodata() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "a.example 5000 CNAME b.example.", "b.example 60 TXT x")) {
      assertEquals(
          new Answer.Gone(
              Absence.NODATA, Duration.ofMinutes(10), List.of("b.example"), server.udpLabel()),
          ask(server, "a.example"));
    }
  }

  @Test
  void aliasIntoAZoneThatNobodyServesIsNoInformation() throws IOException {
    try (LyingServer server = LyingServer.start(SOA, "a.example 50 CNAME b.invalid.")) {
      server.lie(
          "a.example",
          asked -> {
            Message first = Zone.reply(asked.query());
            first.addRecord(asked.truth().getSection(Section.ANSWER).getFirst(), Section.ANSWER);
            first.addRecord(Zone.record(SOA), Section.AUTHORITY);
            asked.send(first);
          });
      assertEquals(
          new Answer.NoInformation(
              Cause.REFUSED,
              "a.example A at b.invalid: %s answered REFUSED".formatted(server.udpLabel())),
          ask(server, "a.example"));
    }
  }

  @Test
  void targetThatIsNoHostNameIsShownEscaped() throws IOException {
    try (LyingServer server = LyingServer.start("a.example 50 CNAME \\027[2J\\034.example.")) {
      assertEquals(
          new Answer.NoInformation(
              Cause.MALFORMED,
              "a.example A: leads to \\u005c027\\u005b2J\\u005c\\u0022.example, no host name"),
          ask(server, "a.example"));
    }
  }

  @Test
  void twoAliasesOfOneNameAreMalformed() throws IOException {
    try (LyingServer server = LyingServer.start("a.example 50 CNAME b.example.")) {
      server.lie(
          "a.example",
          asked -> {
            asked.truth().addRecord(Zone.record("a.example 50 CNAME c.example."), Section.ANSWER);
            asked.tellTruth();
          });
      assertEquals(
          new Answer.NoInformation(
              Cause.MALFORMED,
              "a.example A: %s answered with a CNAME record among others"
                  .formatted(server.udpLabel())),
          ask(server, "a.example"));
    }
  }

  @Test
  void aliasBesideAddressesIsMalformed() throws IOException {
    try (LyingServer server = LyingServer.start("a.example 50 A 192.0.2.1")) {
      server.lie(
          "a.example",
          asked -> {
            asked.truth().addRecord(Zone.record("a.example 50 CNAME c.example."), Section.ANSWER);
            asked.tellTruth();
          });
      assertEquals(
          new Answer.NoInformation(
              Cause.MALFORMED,
              "a.example A: %s answered with a CNAME record among others"
                  .formatted(server.udpLabel())),
          ask(server, "a.example"));
    }
  }

  @Test
  void ttlAbove31BitsCountsAsZero() throws IOException {
    try (LyingServer server = LyingServer.start("a.example 300 A 192.0.2.1")) {
      server.lie(
          "a.example",
          asked -> {
            byte[] bytes = asked.truth().toWire();
            int ttl = bytes.length - 4 - 2 - 4;
            bytes[ttl] = (byte) 0x80;
            asked.sendBytes(bytes);
          });
      assertEquals(
          new Answer.Data(entries("192.0.2.1"), Duration.ZERO, List.of(), server.udpLabel()),
          ask(server, "a.example"));
    }
  }
}
