package org.postern.address.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.interval;
import static org.postern.address.Literals.set;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;

class SpecialPurposeTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, RFC 791",
    "10.1.2.3, RFC 1918",
    "100.64.0.1, RFC 6598",
    "127.0.0.1, RFC 1122",
    "169.254.169.254, RFC 3927",
    "172.31.255.255, RFC 1918",
    "192.0.0.8, RFC 6890",
    "192.0.0.170, RFC 6890",
    "192.0.2.1, RFC 5737",
    "192.88.99.1, RFC 7526",
    "192.168.255.255, RFC 1918",
    "198.19.255.255, RFC 2544",
    "203.0.113.255, RFC 5737",
    "239.255.255.255, RFC 5771",
    "240.0.0.0, RFC 1112",
    "255.255.255.255, RFC 919",
    "::, RFC 4291",
    "::1, RFC 4291",
    "64:ff9b::1.1.1.1, RFC 6052",
    "64:ff9b:1::1, RFC 8215",
    "4000::1, RFC 4291",
    "100::1, RFC 6666",
    "100:0:0:1::1, RFC 9780",
    "2001::1, RFC 4380",
    "2001:2::1, RFC 5180",
    "2001:1ff::1, RFC 2928",
    "2001:db8::1, RFC 3849",
    "2002:c000:201::1, RFC 3056",
    "3fff:fff::1, RFC 9637",
    "5f00::1, RFC 9602",
    "fd00::1, RFC 4193",
    "fe80::1, RFC 4291",
    "fec0::1, RFC 3879",
    "ff02::1, RFC 4291",
  })
  void specialAddressesAreNamedWithTheirDocument(String text, String rfc) {
    assertEquals(
        Optional.of(rfc), SpecialPurpose.covering(interval(text)).map(SpecialPurpose.Entry::rfc));
    assertTrue(SpecialPurpose.all().containsAll(set(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.0.9",
        "192.0.0.10",
        "192.0.1.0",
        "192.31.196.1",
        "192.52.193.1",
        "192.175.48.1",
        "198.20.0.0",
        "207.97.230.34",
        "223.255.255.255",
        "2001:1::1",
        "2001:3::1",
        "2001:4:112::1",
        "2001:20::1",
        "2001:30::1",
        "2001:200::1",
        "2001:db7::1",
        "2001:db9::1",
        "2003::1",
        "2600::1",
        "2620:4f:8000::1",
        "2a00::1",
      })
  void reachableAddressesAreNot(String text) {
    assertEquals(Optional.empty(), SpecialPurpose.covering(interval(text)));
    assertFalse(SpecialPurpose.all().intersects(set(text)));
  }

  @Test
  void mappedAddressesAreSpecialAsIpv6() {
    Address mapped = new Address(Family.IP6, 0, 0xFFFF_0101_0101L);
    assertEquals(
        Optional.of("IPv4-mapped"),
        SpecialPurpose.covering(new Interval(mapped, mapped)).map(SpecialPurpose.Entry::name));
  }

  @Test
  void intervalsThatReachIntoABlockAreCaught() {
    assertTrue(SpecialPurpose.covering(interval("9.0.0.0-10.0.0.0")).isPresent());
    assertTrue(SpecialPurpose.covering(interval("0.0.0.0/0")).isPresent());
    assertTrue(SpecialPurpose.covering(interval("2000::/3")).isPresent());
    assertTrue(SpecialPurpose.covering(interval("192.0.0.8-192.0.0.9")).isPresent());
    assertFalse(SpecialPurpose.covering(interval("192.0.0.9-192.0.0.10")).isPresent());
  }

  @Test
  void moreSpecificEntriesComeFirst() {
    List<SpecialPurpose.Entry> entries = SpecialPurpose.entries();
    for (int later = 0; later < entries.size(); later++) {
      AddressSet block = AddressSet.of(entries.get(later).prefix());
      for (SpecialPurpose.Entry earlier : entries.subList(0, later)) {
        assertFalse(AddressSet.of(earlier.prefix()).containsAll(block), earlier + " hides another");
      }
    }
  }
}
