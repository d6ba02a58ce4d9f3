package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
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
            """));
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
            """));
  }

  @Test
  void scopeOfALinkLocalServerIsKept() {
    InetSocketAddress server = ResolvConf.parse("nameserver fe80::1%7\n").getFirst();
    assertEquals(7, ((Inet6Address) server.getAddress()).getScopeId());
    assertEquals("[fe80:0:0:0:0:0:0:1%7]:53", Exchange.label(server));
  }

  @Test
  void withoutServersTheLocalMachineIsOne() {
    assertEquals(servers("127.0.0.1"), ResolvConf.parse(""));
    assertEquals(servers("127.0.0.1"), ResolvConf.parse("search example.com\n"));
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
            """));
  }

  @Test
  void carriageReturnsDoNoHarm() {
    assertEquals(servers("192.0.2.1"), ResolvConf.parse("nameserver 192.0.2.1\r\n"));
  }
}
