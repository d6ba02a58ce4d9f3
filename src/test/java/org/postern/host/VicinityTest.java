package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;

class VicinityTest {
  @TempDir private Path proc;

  private static Address address(String text) {
    return Address.ofBytes(InetAddress.ofLiteral(text).getAddress());
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.1, gateway",
    "203.0.113.2, on-link",
    "10.1.2.3, private",
    "172.31.255.255, private",
    "172.32.0.0, ''",
    "192.168.1.1, private",
    "100.64.0.1, private",
    "169.254.1.1, private",
    "fd00::1, private",
    "fe80::1, private",
    "8.8.8.8, ''",
    "2001:4860::1, ''"
  })
  void peersAreNearOrNot(String peer, String word) {
    Vicinity vicinity =
        new Vicinity(
            AddressSet.of(Prefix.containing(address("203.0.113.0"), 24)),
            AddressSet.of(address("203.0.113.1")));
    assertEquals(word, vicinity.of(address(peer)).map(Vicinity.Near::word).orElse(""));
  }

  /** As the kernel writes it: IPv4 addresses as numbers of the machine. */
  private static String number(String text) {
    int number =
        ByteBuffer.wrap(InetAddress.ofLiteral(text).getAddress())
            .order(ByteOrder.nativeOrder())
            .getInt();
    return String.format(Locale.ROOT, "%08X", number);
  }

  @Test
  void gatewaysAreThoseOfDefaultRoutes() throws IOException {
    Files.writeString(
        proc.resolve("route"),
        """
        Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
        eth0\t00000000\t%s\t0003\t0\t0\t0\t00000000\t0\t0\t0
        eth0\t%s\t%s\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0
        eth0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0
        x
        eth0\t00000000\tzz\t0003\t0\t0\t0\t00000000\t0\t0\t0
        """
            .formatted(number("198.51.100.1"), number("192.0.2.0"), number("198.51.100.9")));
    String none = "0".repeat(32);
    Files.writeString(
        proc.resolve("ipv6_route"),
        """
        %s 00 %s 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
        20010db8000000000000000000000000 40 %s 00 %s 00000100 00000001 00000000 00000001     eth0
        """
            .formatted(none, none, none, none));
    AddressSet gateways = Vicinity.gateways(proc);
    assertEquals(
        AddressSet.builder().add(address("198.51.100.1")).add(address("fe80::1")).build(),
        gateways);
    assertTrue(Vicinity.gateways(proc.resolve("none")).isEmpty());
  }

  /** This host has a loopback network at least. */
  @Test
  void theSystemIsAsked() throws IOException {
    Vicinity vicinity = HostAddresses.ofSystem().vicinity();
    assertEquals(
        Optional.of(Vicinity.Near.ON_LINK), vicinity.of(address("127.0.0.1")), vicinity::toString);
  }
}
