package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;
import static org.postern.source.dns.DnsFixture.data;
import static org.postern.source.dns.DnsFixture.gone;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.DnsSource;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.EntryTable;
import org.postern.source.Question;

/** From sources of a policy to their answers. */
final class DnsResolverTest {

  private static DnsSource source(String name, Family... families) {
    return new DnsSource(Span.wholeFile("policy.yaml"), name, Set.of(families));
  }

  private static DnsResolver resolver(LyingServer server) {
    return new DnsResolver(
        client(PATIENT, server),
        () -> {
          throw new AssertionError("no source asks for signatures");
        });
  }

  private static final DnsSource RELAYS =
      new DnsSource(
          Span.wholeFile("policy.yaml"),
          "d.example",
          Set.of(Family.values()),
          DnsSource.Hosts.EXCHANGERS,
          false);

  private static List<String> lines(Answer.Data data) {
    EntryTable table = data.entries();
    return IntStream.range(0, table.size())
        .mapToObj(at -> table.interval(at) + " " + table.label(at))
        .toList();
  }

  private static Answer relays(LyingServer server, Family family) {
    return Objects.requireNonNull(
        resolver(server)
            .resolve(List.of(RELAYS), new Report())
            .get(new Question("dns d.example type mx", family)));
  }

  @Test
  void allExchangersAreRelays() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            SOA,
            "d.example 300 MX 20 b.example.",
            "d.example 300 MX 10 a.example.",
            "d.example 300 A 192.0.2.99",
            "a.example 200 A 192.0.2.1",
            "b.example 100 A 192.0.2.2",
            "b.example 300 AAAA 2001:db8::2")) {
      Answer.Data four = assertInstanceOf(Answer.Data.class, relays(server, Family.IP));
      assertEquals(List.of("192.0.2.1 a.example", "192.0.2.2 b.example"), lines(four));
      assertEquals(Duration.ofSeconds(100), four.ttl());
      assertEquals(List.of("a.example", "b.example"), four.via());
      Answer.Data six = assertInstanceOf(Answer.Data.class, relays(server, Family.IP6));
      assertEquals(List.of("2001:db8::2 b.example"), lines(six));
    }
  }

  @Test
  void aRelayThatDoesNotAnswerLeavesTheFamilyWithoutInformation() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            SOA,
            "d.example 300 MX 10 a.example.",
            "d.example 300 MX 20 b.example.",
            "a.example 300 A 192.0.2.1",
            "b.example 300 A 192.0.2.2")) {
      server.failing("b.example", "SERVFAIL");
      Answer.NoInformation none =
          assertInstanceOf(Answer.NoInformation.class, relays(server, Family.IP));
      assertEquals(Answer.Cause.SERVFAIL, none.cause());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d.example 300 A 192.0.2.1",
        "d.example 300 MX 0 .",
        "d.example 300 MX 10 nowhere.example."
      })
  void withoutExchangersThereAreNoRelays(String record) throws IOException {
    try (LyingServer server = LyingServer.start(SOA, record)) {
      Answer.Gone gone = assertInstanceOf(Answer.Gone.class, relays(server, Family.IP));
      assertEquals(Absence.NODATA, gone.absence());
    }
  }

  @Test
  void eachFamilyThatIsAskedForHasItsOwnAnswer() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "a.example 300 A 192.0.2.1", "b.example 300 AAAA 2001:db8::1")) {
      Map<Question, Answer> answers =
          resolver(server)
              .resolve(
                  List.of(
                      source("a.example", Family.IP, Family.IP6), source("b.example", Family.IP6)),
                  new Report());
      assertEquals(
          Map.of(
              new Question("dns a.example", Family.IP),
              data(300, server.udpLabel(), "192.0.2.1"),
              new Question("dns a.example", Family.IP6),
              gone(Absence.NODATA, 600, server.udpLabel()),
              new Question("dns b.example", Family.IP6),
              data(300, server.udpLabel(), "2001:db8::1")),
          answers);
    }
  }

  @Test
  void recordsMayChangeBetweenTwoAnswers() throws IOException {
    try (LyingServer server = LyingServer.start(SOA, "a.example 300 A 192.0.2.1")) {
      DnsResolver resolver = resolver(server);
      List<DnsSource> sources = List.of(source("a.example", Family.IP));
      Question question = new Question("dns a.example", Family.IP);
      server.failing("a.example", "SERVFAIL");
      resolver.resolve(sources, new Report());
      server.records("a.example 300 A 192.0.2.9").honest("a.example");
      assertEquals(
          Map.of(question, data(300, server.udpLabel(), "192.0.2.9")),
          resolver.resolve(sources, new Report()));
    }
  }
}
