package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.MUTE;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.source.Answer.Cause;
import org.postern.source.MailRoute;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** From domains to the hosts that take their mail, and the hosts' addresses. */
final class MailExchangersTest {
  private static final String DOMAIN = "d.example";

  private static MailRoute.Exchanger host(String name, long reach, String... addresses) {
    return new MailRoute.Exchanger(
        name, false, addresses(addresses), Duration.ofSeconds(reach), List.of());
  }

  private static MailRoute.Exchanger domainItself(long reach, String... addresses) {
    return new MailRoute.Exchanger(
        DOMAIN, true, addresses(addresses), Duration.ofSeconds(reach), List.of());
  }

  private static List<Address> addresses(String... texts) {
    return Stream.of(texts)
        .map(text -> Address.ofBytes(InetAddress.ofLiteral(text).getAddress()))
        .toList();
  }

  private static MailRoute ask(LyingServer server) {
    return ask(server, PATIENT, DOMAIN);
  }

  private static MailRoute ask(LyingServer server, DnsSettings settings, String domain) {
    Map<String, MailRoute> routes =
        new MailExchangers(client(settings, server)).of(List.of(domain));
    return Objects.requireNonNull(routes.get(domain));
  }

  private static List<MailRoute.Exchanger> hosts(MailRoute route) {
    return assertInstanceOf(MailRoute.Hosts.class, route).exchangers();
  }

  private static MailRoute.NoInformation nothing(MailRoute route) {
    return assertInstanceOf(MailRoute.NoInformation.class, route);
  }

  @Test
  void exchangersComeInTheOrderOfTheirPreferenceWithAllTheirAddresses() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            SOA,
            "d.example 300 MX 20 Backup.Example.",
            "d.example 300 MX 10 mx.example.",
            "mx.example 300 A 192.0.2.2",
            "mx.example 300 A 192.0.2.1",
            "mx.example 300 AAAA 2001:db8::1",
            "backup.example 60 A 198.51.100.10")) {
      assertEquals(
          new MailRoute.Hosts(
              List.of(
                  host("mx.example", 300, "192.0.2.1", "192.0.2.2", "2001:db8::1"),
                  host("backup.example", 300, "198.51.100.10"))),
          ask(server));
    }
  }

  @Test
  void theReachIsTheLongestLifetimeOnTheWay() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            SOA,
            "d.example 100 MX 10 short.example.",
            "d.example 100 MX 20 long.example.",
            "d.example 100 MX 30 alias.example.",
            "short.example 50 A 192.0.2.1",
            "long.example 9000 A 192.0.2.2",
            "alias.example 7000 CNAME short.example.")) {
      assertEquals(
          new MailRoute.Hosts(
              List.of(
                  host("short.example", 100, "192.0.2.1"),
                  host("long.example", 9000, "192.0.2.2"),
                  host("alias.example", 7000, "192.0.2.1"))),
          ask(server));
    }
  }

  @Test
  void theAliasOfADomainIsFollowed() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            SOA,
            "d.example 4000 CNAME other.example.",
            "other.example 300 MX 10 mx.example.",
            "mx.example 300 A 192.0.2.1")) {
      assertEquals(
          new MailRoute.Hosts(List.of(host("mx.example", 4000, "192.0.2.1"))), ask(server));
    }
  }

  @Test
  void withoutMxTheDomainItselfTakesTheMail() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "d.example 300 A 192.0.2.1", "d.example 700 AAAA 2001:db8::1")) {
      assertEquals(
          new MailRoute.Hosts(List.of(domainItself(700, "192.0.2.1", "2001:db8::1"))), ask(server));
    }
  }

  @Test
  void aDomainThatDoesNotExistHasNoAddresses() throws IOException {
    try (LyingServer server = LyingServer.start(SOA)) {
      assertEquals(new MailRoute.Hosts(List.of(domainItself(600))), ask(server));
    }
  }

  @Test
  void aNullMxIsNowhere() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "d.example 300 MX 0 .", "d.example 300 A 192.0.2.1")) {
      assertEquals(new MailRoute.Nowhere(), ask(server));
      assertEquals(1, server.queries());
    }
  }

  @Test
  void aNullMxBesideOthersCountsForNothing() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            SOA,
            "d.example 300 MX 0 .",
            "d.example 300 MX 10 mx.example.",
            "mx.example 300 A 192.0.2.1")) {
      assertEquals(new MailRoute.Hosts(List.of(host("mx.example", 300, "192.0.2.1"))), ask(server));
    }
  }

  @Test
  void anExchangerWithoutAddressesIsThereWithNone() throws IOException {
    try (LyingServer server = LyingServer.start(SOA, "d.example 300 MX 10 gone.example.")) {
      assertEquals(new MailRoute.Hosts(List.of(host("gone.example", 300))), ask(server));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SERVFAIL", "REFUSED", "NOTIMP"})
  void aServerThatFailsIsNoInformation(String rcode) throws IOException {
    try (LyingServer server = LyingServer.start(SOA, "d.example 300 A 192.0.2.1")) {
      server.failing(DOMAIN, rcode);
      MailRoute.NoInformation nothing = nothing(ask(server));
      assertTrue(nothing.detail().startsWith("d.example MX: "), nothing.detail());
      assertTrue(nothing.detail().endsWith("answered " + rcode), nothing.detail());
    }
  }

  @Test
  void silenceIsNoInformation() throws IOException {
    try (LyingServer server = LyingServer.start(SOA)) {
      server.silent(DOMAIN);
      assertEquals(Cause.TIMEOUT, nothing(ask(server, MUTE, DOMAIN)).cause());
    }
  }

  @Test
  void whatIsNotLearnedOfAnAddressIsSaid() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "d.example 300 MX 10 mx.example.", "mx.example 300 A 192.0.2.1")) {
      server.lie(
          "mx.example",
          asked -> {
            if (asked.type() == Type.AAAA) {
              asked.send(asked.empty("SERVFAIL"));
            } else {
              asked.tellTruth();
            }
          });
      MailRoute.Exchanger exchanger = hosts(ask(server)).getFirst();
      assertEquals(addresses("192.0.2.1"), exchanger.addresses());
      assertEquals(
          List.of("mx.example AAAA: %s answered SERVFAIL".formatted(server.udpLabel())),
          exchanger.unknown());
    }
  }

  @Test
  void anExchangerThatIsNoHostNameIsShownEscapedAndNotAsked() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "d.example 300 MX 10 \\027[2J\\034.example.")) {
      MailRoute.Exchanger exchanger = hosts(ask(server)).getFirst();
      assertEquals("\\u005c027\\u005b2j\\u005c\\u0022.example", exchanger.name());
      assertEquals(List.of(), exchanger.addresses());
      assertEquals(1, exchanger.unknown().size(), exchanger.unknown()::toString);
      assertEquals(1, server.queries());
    }
  }

  @Test
  void aDomainThatIsNoHostNameIsNotAsked() throws IOException {
    try (LyingServer server = LyingServer.start(SOA)) {
      assertEquals(Cause.BAD_NAME, nothing(ask(server, PATIENT, "a b.example")).cause());
      assertEquals(0, server.queries());
    }
  }

  @Test
  void manyExchangersComeOverTcp() throws IOException {
    try (LyingServer server = LyingServer.start(exchangers(100))) {
      assertEquals(100, hosts(ask(server)).size());
    }
  }

  @Test
  void moreThanAHundredExchangersAreTooMany() throws IOException {
    try (LyingServer server = LyingServer.start(exchangers(101))) {
      assertEquals(
          new MailRoute.NoInformation(
              Cause.TOO_MANY, "d.example MX has 101 exchangers, more than 100"),
          ask(server));
    }
  }

  private static List<String> exchangers(int count) {
    List<String> records = new ArrayList<>(List.of(SOA));
    IntStream.range(0, count)
        .forEach(
            i ->
                records.add(
                    "d.example 300 MX %d a-rather-long-name-of-host-%d.example.".formatted(i, i)));
    return records;
  }

  @Test
  void cutAnswersWithoutTcpAreNoInformation() throws IOException {
    try (LyingServer server = LyingServer.start(exchangers(100))) {
      server.withoutTcp();
      assertEquals(Cause.BLOCKED_TCP, nothing(ask(server)).cause());
    }
  }

  @Test
  void aReferralIsNoDenial() throws IOException {
    try (LyingServer server = LyingServer.start(SOA)) {
      server.lie(
          DOMAIN,
          asked -> {
            Message referral = Zone.reply(asked.query());
            referral.getHeader().unsetFlag(Flags.RA);
            referral.addRecord(Zone.record("d.example 300 NS ns.example."), Section.AUTHORITY);
            asked.send(referral);
          });
      MailRoute.NoInformation nothing = nothing(ask(server));
      assertEquals(Cause.LAME, nothing.cause());
      assertTrue(
          nothing.detail().endsWith("answered with neither MX records nor an SOA record"),
          nothing.detail());
    }
  }

  @Test
  void recordsOfOtherNamesAreNotTaken() throws IOException {
    try (LyingServer server =
        LyingServer.start(SOA, "d.example 300 MX 10 mx.example.", "mx.example 300 A 192.0.2.1")) {
      server.lie(
          DOMAIN,
          asked -> {
            asked
                .truth()
                .addRecord(Zone.record("e.example 300 MX 5 evil.example."), Section.ANSWER);
            asked.tellTruth();
          });
      assertEquals(
          List.of("mx.example"),
          hosts(ask(server)).stream().map(MailRoute.Exchanger::name).toList());
    }
  }

  @Test
  void eachDomainHasItsOwnAnswer() throws IOException {
    try (LyingServer server =
        LyingServer.start(
            SOA,
            "d.example 300 MX 10 mx.example.",
            "mx.example 300 A 192.0.2.1",
            "e.example 300 MX 0 .")) {
      server.failing("f.example", "SERVFAIL");
      Map<String, MailRoute> routes =
          new MailExchangers(client(PATIENT, server)).of(List.of(DOMAIN, "e.example", "f.example"));
      assertEquals(List.of(DOMAIN, "e.example", "f.example"), List.copyOf(routes.keySet()));
      assertInstanceOf(MailRoute.Hosts.class, routes.get(DOMAIN));
      assertInstanceOf(MailRoute.Nowhere.class, routes.get("e.example"));
      assertInstanceOf(MailRoute.NoInformation.class, routes.get("f.example"));
    }
  }

  @Test
  void bothRoundsTogetherKeepTheDeadline() throws IOException {
    DnsSettings brief = MUTE.withDeadline(Duration.ofMillis(700));
    try (LyingServer server = LyingServer.start(SOA, "d.example 300 MX 10 mx.example.")) {
      server.silent("mx.example");
      long begin = System.nanoTime();
      MailRoute.Exchanger exchanger = hosts(ask(server, brief, DOMAIN)).getFirst();
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertEquals(2, exchanger.unknown().size(), exchanger.unknown()::toString);
      assertTrue(millis < 5_000, () -> millis + " ms");
    }
  }
}
