package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.MUTE;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.PtrSource;
import org.postern.policy.ResolveSettings;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.KnownAddresses;
import org.postern.source.LastGood;
import org.postern.source.NameProof;
import org.postern.source.NameProofs;
import org.postern.source.Question;

/** Which addresses a name below a domain admits, who forges one, and what a failure changes. */
final class PtrResolverTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final PtrSource SOURCE =
      new PtrSource(Span.wholeFile("policy.yaml"), "filter.example", Set.of(Family.values()));
  private static final String POINTER = "1.2.0.192.in-addr.arpa";
  private static final List<String> ZONES =
      List.of(
          DnsFixture.SOA,
          "2.0.192.in-addr.arpa. 900 SOA ns.example. admin.example. 1 7200 3600 86400 600",
          "ip6.arpa. 900 SOA ns.example. admin.example. 1 7200 3600 86400 600");

  private final NameProofs proofs = new NameProofs();

  private static Address address(String text) {
    return Address.ofBytes(InetAddress.ofLiteral(text).getAddress());
  }

  private static LastGood before(String... entries) {
    EntryTable table =
        EntryTable.of(
            Family.IP,
            Stream.of(entries)
                .map(one -> new Entry(DnsFixture.entries(one).interval(0), "from before"))
                .toList());
    LastGood.Key key = new LastGood.Key("set", SOURCE.id(), Family.IP);
    return LastGood.first(key, NOW.minusSeconds(9), Duration.ofMinutes(1), List.of(), "", table);
  }

  private Answer answer(LyingServer server, DnsSettings settings, Family family, LastGood... good) {
    KnownAddresses known = source -> source.equals(SOURCE.id()) ? List.of(good) : List.of();
    PtrResolver resolver =
        new PtrResolver(
            client(settings, server),
            ResolveSettings.DEFAULT,
            known,
            proofs,
            Clock.fixed(NOW, ZoneOffset.UTC));
    return Objects.requireNonNull(
        resolver
            .resolve(List.of(SOURCE), new Report())
            .get(new Question("ptr filter.example", family)));
  }

  /** Of 192.0.2.1, which the last good answer names. */
  private Answer.Data data(LyingServer server) {
    return assertInstanceOf(
        Answer.Data.class, answer(server, PATIENT, Family.IP, before("192.0.2.1")));
  }

  private static List<String> lines(Answer.Data data) {
    EntryTable table = data.entries();
    return IntStream.range(0, table.size())
        .mapToObj(at -> table.interval(at) + " " + table.label(at))
        .toList();
  }

  private static LyingServer server(String... records) throws IOException {
    List<String> all = new ArrayList<>(ZONES);
    all.addAll(List.of(records));
    return LyingServer.start(all);
  }

  private List<String> admitted(String... records) throws IOException {
    try (LyingServer server = server(records)) {
      return lines(data(server));
    }
  }

  @Test
  void aNameThatLeadsBackAdmitsForTheShorterLifetime() throws IOException {
    try (LyingServer server =
        server(
            POINTER + ". 300 PTR MX1.Filter.Example.",
            "mx1.filter.example. 200 A 192.0.2.77",
            "mx1.filter.example. 200 A 192.0.2.1")) {
      Answer.Data data = data(server);
      assertEquals(List.of("192.0.2.1 mx1.filter.example by PTR and A"), lines(data));
      assertEquals(Duration.ofSeconds(200), data.ttl());
    }
  }

  @Test
  void theDomainItselfIsBelowItself() throws IOException {
    assertEquals(
        List.of("192.0.2.1 filter.example by PTR and A"),
        admitted(POINTER + ". 300 PTR filter.example.", "filter.example. 300 A 192.0.2.1"));
  }

  @Test
  void addressesOfTheOtherFamilyHaveNamesToo() throws IOException {
    String pointer =
        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 300 PTR ";
    proofs.add("filter.example", new NameProof(address("2001:db8::1"), "x", NOW, Duration.ZERO));
    try (LyingServer server =
        server(pointer + "six.filter.example.", "six.filter.example. 300 AAAA 2001:db8::1")) {
      NameProof old =
          new NameProof(
              address("2001:db8::1"),
              "old.filter.example",
              NOW.minusSeconds(9),
              Duration.ofSeconds(10));
      proofs.add("filter.example", old);
      assertEquals(
          List.of("2001:db8::1 six.filter.example by PTR and AAAA"),
          lines(assertInstanceOf(Answer.Data.class, answer(server, PATIENT, Family.IP6))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evilfilter.example.",
        "filter.example.evil.example.",
        "mx.filter.example.com.example.",
        "example.",
        "a\\032b.filter.example.",
        "\\027[31m.filter.example."
      })
  void anotherNameAdmitsNothing(String name) throws IOException {
    assertEquals(
        List.of(),
        admitted(
            POINTER + ". 300 PTR " + name,
            "evilfilter.example. 300 A 192.0.2.1",
            "filter.example.evil.example. 300 A 192.0.2.1",
            "mx.filter.example.com.example. 300 A 192.0.2.1",
            "example. 300 A 192.0.2.1"));
  }

  @Test
  void aNameThatOnlyTheAddressClaimsAdmitsNothing() throws IOException {
    assertEquals(
        List.of(),
        admitted(POINTER + ". 300 PTR mx1.filter.example.", "mx1.filter.example. 300 A 192.0.2.2"));
    assertEquals(List.of(), admitted(POINTER + ". 300 PTR nowhere.filter.example."));
    assertEquals(List.of(), admitted("mx1.filter.example. 300 A 192.0.2.1"));
  }

  /** RFC 2317: who has less than a /24 has the names behind a CNAME. */
  @Test
  void delegatedAddressesHaveNamesToo() throws IOException {
    assertEquals(
        List.of("192.0.2.1 mx1.filter.example by PTR and A"),
        admitted(
            POINTER + ". 300 CNAME 1.0/25.2.0.192.in-addr.arpa.",
            "1.0/25.2.0.192.in-addr.arpa. 300 PTR mx1.filter.example.",
            "mx1.filter.example. 300 CNAME other.example.",
            "other.example. 300 A 192.0.2.1"));
  }

  @Test
  void manyNamesCostFewQuestions() throws IOException {
    List<String> records = new ArrayList<>(ZONES);
    for (int i = 0; i < 200; i++) {
      records.add("%s. 300 PTR n%03d.filter.example.".formatted(POINTER, i));
      records.add("n%03d.filter.example. 300 A 192.0.2.99".formatted(i));
    }
    try (LyingServer server = LyingServer.start(records)) {
      assertEquals(List.of(), lines(data(server)));
      assertTrue(server.queries() <= 14, () -> server.queries() + " questions");
    }
  }

  @Test
  void oneNameOfSeveralIsEnough() throws IOException {
    try (LyingServer server =
        server(
            POINTER + ". 300 PTR other.example.",
            POINTER + ". 300 PTR a.filter.example.",
            POINTER + ". 300 PTR b.filter.example.",
            "b.filter.example. 300 A 192.0.2.1")) {
      server.failing("a.filter.example", "SERVFAIL");
      assertEquals(List.of("192.0.2.1 b.filter.example by PTR and A"), lines(data(server)));
    }
  }

  @Test
  void aFailureRemovesNothingAndAdmitsNothing() throws IOException {
    try (LyingServer server = server("2.2.0.192.in-addr.arpa. 300 PTR mx2.filter.example.")) {
      server.failing(POINTER, "SERVFAIL").failing("mx2.filter.example", "SERVFAIL");
      NameProof lapsed =
          new NameProof(address("192.0.2.2"), "x", NOW.minusSeconds(99), Duration.ofSeconds(50));
      proofs.add("filter.example", lapsed);
      Answer.Data data = data(server);
      assertEquals(List.of("192.0.2.1 from before"), lines(data));
      assertEquals(ResolveSettings.DEFAULT.ttlFloor(), data.ttl());
    }
  }

  @Test
  void aResolverThatIsDeadIsNoInformation() throws IOException {
    try (LyingServer server = server()) {
      server.silent("filter.example");
      Answer.NoInformation none =
          assertInstanceOf(
              Answer.NoInformation.class, answer(server, MUTE, Family.IP, before("192.0.2.1")));
      assertEquals(Answer.Cause.TIMEOUT, none.cause());
    }
    try (LyingServer server = server()) {
      server.failing("filter.example", "SERVFAIL");
      assertInstanceOf(Answer.NoInformation.class, answer(server, PATIENT, Family.IP));
    }
  }

  /** A peer that has just been proven repeats its packet after one second. */
  @Test
  void aPeerThatWaitsIsToldOfBeforeOthersAreLookedUpAgain() throws IOException {
    try (LyingServer server = server()) {
      server.silent(POINTER);
      proofs.add(
          "filter.example",
          new NameProof(address("192.0.2.2"), "mx2.filter.example", NOW, Duration.ofMinutes(5)));
      Answer.Data waiting =
          assertInstanceOf(Answer.Data.class, answer(server, MUTE, Family.IP, before("192.0.2.1")));
      assertEquals(
          List.of("192.0.2.1 from before", "192.0.2.2 mx2.filter.example by PTR and A"),
          lines(waiting));
      assertEquals(1, server.queries(), "the domain alone is asked for");
      assertEquals(ResolveSettings.DEFAULT.ttlFloor(), waiting.ttl(), "it is asked again soon");

      answer(server, MUTE, Family.IP, before("192.0.2.1", "192.0.2.2"));
      assertTrue(server.queries() > 2, "no peer waits, and the other is looked up");
    }
  }

  @Test
  void thatNothingWasLearnedIsAnAnswer() throws IOException {
    try (LyingServer server = server()) {
      Answer.Data none = assertInstanceOf(Answer.Data.class, answer(server, PATIENT, Family.IP));
      assertEquals(List.of(), lines(none));
      assertEquals(Duration.ofMinutes(10), none.ttl());
    }
  }

  @Test
  void whatWasProvenIsNotLookedUpAgainBeforeHalfOfItsLifeIsOver() throws IOException {
    NameProof young =
        new NameProof(
            address("192.0.2.9"),
            "mx9.filter.example",
            NOW.minusSeconds(40),
            Duration.ofSeconds(100));
    proofs.add("filter.example", young);
    try (LyingServer server = server()) {
      Answer.Data data = assertInstanceOf(Answer.Data.class, answer(server, PATIENT, Family.IP));
      assertEquals(List.of("192.0.2.9 mx9.filter.example by PTR and A"), lines(data));
      assertEquals(Duration.ofSeconds(60), data.ttl());
      assertEquals(1, server.queries());
    }
  }

  @Test
  void whatIsLookedUpAgainAndIsGoneIsForgotten() throws IOException {
    NameProof old =
        new NameProof(
            address("192.0.2.1"),
            "mx1.filter.example",
            NOW.minusSeconds(60),
            Duration.ofSeconds(100));
    proofs.add("filter.example", old);
    assertEquals(List.of(), admitted());
    assertEquals(List.of(), proofs.of("filter.example", NOW));
  }
}
