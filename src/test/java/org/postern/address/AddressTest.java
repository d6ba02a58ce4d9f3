package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.address;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "2001:0DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:1:0:1:0:1:0:1, 0:1:0:1:0:1:0:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "0:2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::1.2.3.4, ::102:304",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void textIsCanonical(String written, String canonical) {
    assertEquals(canonical, address(written).toString());
  }

  @Test
  void mappedAddressesMadeFromBytesStayIpv6AndShowTheirIpv4Part() {
    byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
    Address mapped = Address.ofBytes(bytes);
    assertEquals(Family.IP6, mapped.family());
    assertEquals("::ffff:192.0.2.1", mapped.toString());
    assertArrayEquals(bytes, mapped.toBytes());
  }

  @Test
  void bytesRoundTrip() {
    Random random = new Random(1);
    for (int round = 0; round < 1000; round++) {
      Address address = Samples.address(Samples.family(random), random);
      assertEquals(address, Address.ofBytes(address.toBytes()));
      assertEquals(address.family().bits(), 8 * address.toBytes().length);
    }
    for (int length : List.of(0, 3, 5, 15, 17)) {
      assertThrows(IllegalArgumentException.class, () -> Address.ofBytes(new byte[length]));
    }
  }

  @Test
  void neighboursAreOneApart() {
    for (Universe universe : Universe.everywhere(3)) {
      for (int index = 1; index < universe.size(); index++) {
        Address lower = universe.address(index - 1);
        Address upper = universe.address(index);
        assertEquals(Optional.of(upper), lower.next());
        assertEquals(Optional.of(lower), upper.previous());
      }
    }
  }

  @Test
  void spacesEnd() {
    for (Family family : Family.values()) {
      assertEquals(Optional.empty(), family.first().previous());
      assertEquals(Optional.empty(), family.last().next());
    }
    assertEquals("255.255.255.255", Family.IP.last().toString());
    assertEquals("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Family.IP6.last().toString());
  }

  @Test
  void orderIsByFamilyThenUnsigned() {
    Comparator<Address> byNumber =
        Comparator.comparing(Address::family).thenComparing(a -> new BigInteger(1, a.toBytes()));
    Random random = new Random(1);
    List<Address> addresses =
        Stream.generate(() -> Samples.address(Samples.family(random), random)).limit(2000).toList();
    assertEquals(
        addresses.stream().sorted(byNumber).toList(), addresses.stream().sorted().toList());
    assertTrue(Family.IP.last().compareTo(Family.IP6.first()) < 0);
  }

  @Test
  void ipv4HasNoMoreThan32Bits() {
    assertThrows(IllegalArgumentException.class, () -> new Address(Family.IP, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Address(Family.IP, 0, 1L << 32));
    assertThrows(IllegalArgumentException.class, () -> new Address(Family.IP, 0, -1));
  }

  @Test
  void familiesHaveTheNamesOfNftablesAndOfPeople() {
    assertEquals("ip", Family.IP.text());
    assertEquals("ip6", Family.IP6.text());
    assertEquals("IPv4", Family.IP.label());
    assertEquals("IPv6", Family.IP6.label());
  }
}
