package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lines that resolv.conf(5) knows, and those it passes over. */
final class ResolvConfTest {

  private static List<InetSocketAddress> servers(String... addresses) {
    return Stream.of(addresses)
        .map(a -> new InetSocketAddress(InetAddress.ofLiteral(a), 53))
        .toList();
  }

  @Test
  void serversKeepTheirOrder() {
    assertEquals(
        servers("192.0.2.53", "2001:db8::53"),
        ResolvConf.parse(
                """
                # made by hand
                search example.com
                nameserver 192.0.2.53
                options edns0 trust-ad
                nameserver\t2001:db8::53  # the other one
                """)
            .servers());
  }

  @Test
  void onlyThreeCount() {
    assertEquals(
        servers("192.0.2.1", "192.0.2.2", "192.0.2.3"),
        ResolvConf.parse(
                """
                nameserver 192.0.2.1
                nameserver 192.0.2.2
                nameserver 192.0.2.3
                nameserver 192.0.2.4
                """)
            .servers());
  }

  @Test
  void scopeOfALinkLocalServerIsKept() {
    InetSocketAddress server = ResolvConf.parse("nameserver fe80::1%7\n").servers().getFirst();
    assertEquals(7, ((Inet6Address) server.getAddress()).getScopeId());
    assertEquals("[fe80:0:0:0:0:0:0:1%7]:53", Exchange.label(server));
  }

  @Test
  void withoutServersTheLocalMachineIsOne() {
    assertEquals(servers("127.0.0.1"), ResolvConf.parse("").servers());
    assertEquals(servers("127.0.0.1"), ResolvConf.parse("search example.com\n").servers());
  }

  @Test
  void whatIsNoServerIsPassedOver() {
    assertEquals(
        servers("192.0.2.1"),
        ResolvConf.parse(
                """
                ;nameserver 192.0.2.7
                #nameserver 192.0.2.7
                 nameserver 192.0.2.7
                nameserver
                nameserver dns.example.com
                nameserver 192.0.2.256
                nameservers 192.0.2.7
                nameserver fe80::1%no-such-interface
                nameserver 192.0.2.1
                """)
            .servers());
  }

  @Test
  void carriageReturnsDoNoHarm() {
    assertEquals(servers("192.0.2.1"), ResolvConf.parse("nameserver 192.0.2.1\r\n").servers());
  }

  private static ResolvConf options(String... words) {
    return ResolvConf.parse("nameserver 192.0.2.1\noptions " + String.join(" ", words) + "\n");
  }

  @Test
  void optionsThatConcernServersAreTaken() {
    assertEquals(
        new ResolvConf(servers("192.0.2.1"), true, true, Optional.of(Duration.ofSeconds(5))),
        options("edns0", "use-vc", "ndots:2", "timeout:5", "rotate", "attempts:3", "trust-ad"));
    assertEquals(
        new ResolvConf(servers("192.0.2.1"), false, false, Optional.empty()),
        options("edns0", "ndots:2", "attempts:3", "trust-ad", "no-aaaa", "single-request"));
    assertEquals(
        new ResolvConf(servers("127.0.0.1"), true, true, Optional.empty()),
        ResolvConf.parse("options\trotate\r\noptions use-vc\n"));
  }

  @Test
  void timeoutIsHeldToWhatTheLibraryTakes() {
    assertEquals(Optional.of(Duration.ofSeconds(30)), options("timeout:99").timeout());
    assertEquals(Optional.of(Duration.ofSeconds(3)), options("timeout:5", "timeout:3").timeout());
    for (String none : List.of("timeout:0", "timeout:-1", "timeout:", "timeout:x", "timeout: 3")) {
      assertEquals(Optional.empty(), options(none).timeout(), none);
    }
  }

  @Test
  void whatIsNoOptionIsPassedOver() {
    for (String text : List.of("#options use-vc", " options use-vc", "option use-vc", "options")) {
      assertEquals(false, ResolvConf.parse(text).overTcp(), text);
    }
  }

  @Test
  void settingsFollowTheOptions() {
    DnsSettings settings = options("use-vc", "rotate", "timeout:7").applied(DnsSettings.DEFAULT);
    assertEquals(Duration.ofSeconds(7), settings.tryTimeout());
    assertEquals(Duration.ofSeconds(7), settings.tcpTimeout());
    assertTrue(settings.tcpOnly() && settings.rotate());
    assertEquals(DnsSettings.DEFAULT, options("edns0").applied(DnsSettings.DEFAULT));
  }
}
