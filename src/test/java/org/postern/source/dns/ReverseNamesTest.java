package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.source.dns.DnsFixture.MUTE;
import static org.postern.source.dns.DnsFixture.PATIENT;
import static org.postern.source.dns.DnsFixture.SOA;
import static org.postern.source.dns.DnsFixture.client;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;

/** Names of addresses, and who lies about them. */
class ReverseNamesTest {
  private static final Address ONE = address("192.0.2.1");
  private static final Address TWO = address("192.0.2.2");
  private static final Address SIX = address("2001:db8::1");
  private static final String SIX_NAME =
      "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";

  private static Address address(String text) {
    return Address.ofBytes(InetAddress.ofLiteral(text).getAddress());
  }

  private static String reverse(String zone) {
    return zone + " 900 SOA ns.example. admin.example. 1 7200 3600 86400 600";
  }

  private static Map<Address, String> names(String... records) throws IOException {
    try (LyingServer server = LyingServer.start(records)) {
      return new ReverseNames(client(PATIENT, server)).confirmed(List.of(ONE, TWO, SIX));
    }
  }

  @Test
  void aNameThatLeadsBackIsTold() throws IOException {
    assertEquals(
        Map.of(ONE, "mail.example", SIX, "six.example"),
        names(
            SOA,
            reverse("2.0.192.in-addr.arpa."),
            reverse("ip6.arpa."),
            "1.2.0.192.in-addr.arpa. 300 PTR Mail.Example.",
            SIX_NAME + ". 300 PTR six.example.",
            "mail.example. 300 A 192.0.2.77",
            "mail.example. 300 A 192.0.2.1",
            "six.example. 300 AAAA 2001:db8::1"));
  }

  @Test
  void aNameThatOnlyTheAddressClaimsIsNone() throws IOException {
    assertEquals(
        Map.of(),
        names(
            SOA,
            reverse("2.0.192.in-addr.arpa."),
            reverse("ip6.arpa."),
            "1.2.0.192.in-addr.arpa. 300 PTR mail.example.",
            "2.2.0.192.in-addr.arpa. 300 PTR nobody.example.",
            SIX_NAME + ". 300 PTR mail.example.",
            "mail.example. 300 A 192.0.2.77"));
  }

  @Test
  void aNameOfOtherLettersIsNotEvenAsked() throws IOException {
    assertEquals(
        Map.of(),
        names(
            reverse("2.0.192.in-addr.arpa."),
            reverse("ip6.arpa."),
            "1.2.0.192.in-addr.arpa. 300 PTR \\027[31m.example.",
            "2.2.0.192.in-addr.arpa. 300 PTR a\\032b.example."));
  }

  /** RFC 2317: names of a network smaller than a /24 are behind a CNAME. */
  @Test
  void delegatedAddressesHaveNamesToo() throws IOException {
    assertEquals(
        Map.of(ONE, "mail.example"),
        names(
            SOA,
            reverse("2.0.192.in-addr.arpa."),
            reverse("ip6.arpa."),
            "1.2.0.192.in-addr.arpa. 300 CNAME 1.0/25.2.0.192.in-addr.arpa.",
            "1.0/25.2.0.192.in-addr.arpa. 300 PTR mail.example.",
            "mail.example. 300 A 192.0.2.1"));
  }

  @Test
  void silenceCostsNoMoreThanTheDeadline() throws IOException {
    try (LyingServer server = LyingServer.start(SOA)) {
      server.silent("1.2.0.192.in-addr.arpa");
      ReverseNames names = new ReverseNames(client(MUTE, server));
      assertEquals(Map.of(), names.confirmed(List.of(ONE)));
      assertTrue(names.confirmed(List.of()).isEmpty());
    }
  }
}
