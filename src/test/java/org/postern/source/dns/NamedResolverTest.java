package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.DnsSource;
import org.postern.policy.NamedSource;
import org.postern.policy.ResolveSettings;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.LastGood;
import org.postern.source.Question;

/** Which addresses of another source are kept by their names. */
final class NamedResolverTest {
  private static final NamedSource SOURCE =
      new NamedSource(
          new DnsSource(Span.wholeFile("policy.yaml"), "nodes.example", Set.of(Family.IP)),
          "filter.example");
  private static final List<String> RECORDS =
      List.of(
          DnsFixture.SOA,
          "2.0.192.in-addr.arpa. 900 SOA ns.example. admin.example. 1 7200 3600 86400 600",
          "1.2.0.192.in-addr.arpa. 300 PTR a.filter.example.",
          "a.filter.example. 100 A 192.0.2.1",
          "2.2.0.192.in-addr.arpa. 300 PTR a.filter.example.",
          "3.2.0.192.in-addr.arpa. 300 PTR b.filter.example.",
          "4.2.0.192.in-addr.arpa. 300 PTR b.filter.example.");

  private static Answer answer(Answer told) throws IOException {
    EntryTable before = DnsFixture.entries("192.0.2.3", "192.0.2.9");
    LastGood good =
        LastGood.first(
            new LastGood.Key("set", SOURCE.id(), Family.IP),
            Instant.now(),
            Duration.ofMinutes(5),
            List.of(),
            "",
            before);
    try (LyingServer server = LyingServer.start(RECORDS)) {
      server.failing("b.filter.example", "SERVFAIL");
      NamedResolver resolver =
          new NamedResolver(
              (sources, report) -> {
                assertEquals(List.of(SOURCE.of()), sources);
                return Map.of(new Question("dns nodes.example", Family.IP), told);
              },
              new ConfirmedNames(client(PATIENT, server), Clock.systemUTC()),
              ResolveSettings.DEFAULT,
              _ -> List.of(good));
      return Objects.requireNonNull(
          resolver
              .resolve(List.of(SOURCE), new Report())
              .get(new Question("dns nodes.example ptr filter.example", Family.IP)));
    }
  }

  private static Answer.Data told(EntryTable entries) {
    return new Answer.Data(entries, Duration.ofMinutes(5), List.of("x.example"), "test");
  }

  private static Interval one(Address address) {
    return new Interval(address, address);
  }

  private static Address address(String text) {
    return Address.ofBytes(InetAddress.ofLiteral(text).getAddress());
  }

  @Test
  void thoseWithTheNameAreKeptAndThoseOfUnknownNameThatWereBefore() throws IOException {
    EntryTableBuilder entries = EntryTable.builder(Family.IP, 9);
    for (int last = 1; last <= 5; last++) {
      entries.add(one(address("192.0.2." + last)), "");
    }
    entries.add(new Interval(address("192.0.2.16"), address("192.0.2.31")), "a network");
    Answer.Data kept = assertInstanceOf(Answer.Data.class, answer(told(entries.build())));
    EntryTable table = kept.entries();
    assertEquals(
        List.of("192.0.2.1 a.filter.example by PTR and A", "192.0.2.3 "),
        IntStream.range(0, table.size())
            .mapToObj(at -> table.interval(at) + " " + table.label(at))
            .toList());
    assertEquals(Duration.ofSeconds(60), kept.ttl());
    assertEquals(List.of("x.example"), kept.via());
  }

  @Test
  void whatIsNoListOfNodesIsNoInformation() throws IOException {
    EntryTable many =
        EntryTable.of(
            Family.IP,
            IntStream.range(0, 4_097)
                .mapToObj(at -> new byte[] {9, 9, (byte) (at >>> 8), (byte) at})
                .map(bytes -> new Entry(one(Address.ofBytes(bytes)), ""))
                .toList());
    Answer.NoInformation none = assertInstanceOf(Answer.NoInformation.class, answer(told(many)));
    assertEquals(Answer.Cause.TOO_MANY, none.cause());
  }

  @Test
  void whatTheOtherSourceSaysOtherwiseStands() throws IOException {
    Answer silence = new Answer.NoInformation(Answer.Cause.TIMEOUT, "no answer");
    assertEquals(silence, answer(silence));
    Answer gone = DnsFixture.gone(Answer.Absence.NXDOMAIN, 60, "test");
    assertEquals(gone, answer(gone));
    Answer.Data nothing = told(EntryTable.none(Family.IP));
    assertEquals(nothing, answer(nothing));
  }
}
