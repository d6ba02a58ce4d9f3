package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.address;
import static org.postern.address.Literals.interval;
import static org.postern.address.Literals.prefix;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrefixTest {
  @ParameterizedTest
  @EnumSource
  void everyLengthHasItsPowerOfTwoOfAddresses(Family family) {
    Random random = new Random(1);
    for (int length = 0; length <= family.bits(); length++) {
      Address member = Samples.address(family, random);
      Prefix prefix = Prefix.containing(member, length);
      BigInteger size = BigInteger.TWO.pow(family.bits() - length);
      BigInteger number = new BigInteger(1, member.toBytes());
      assertEquals(size, prefix.interval().size());
      assertEquals(number.subtract(number.mod(size)), new BigInteger(1, prefix.first().toBytes()));
      assertTrue(prefix.interval().contains(member));
      assertEquals(Optional.of(prefix), prefix.interval().prefix());
    }
  }

  @Test
  void hostBitsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Prefix(address("192.0.2.1"), 31));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(address("1::"), 15));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(address("::1"), 127));
  }

  @Test
  void lengthsOfNoFamilyAreRefused() {
    Address ip = address("0.0.0.0");
    Address ip6 = address("::");
    assertThrows(IllegalArgumentException.class, () -> new Prefix(ip, 33));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(ip, -1));
    assertThrows(IllegalArgumentException.class, () -> Prefix.containing(ip6, 129));
    assertThrows(IllegalArgumentException.class, () -> Prefix.containing(ip6, -1));
  }

  @Test
  void thoseThatMeetAnIntervalAreFound() {
    List<Prefix> all =
        List.of(
            prefix("192.0.2.0/31"),
            prefix("192.0.2.4/30"),
            prefix("192.0.2.9"),
            prefix("::/127"),
            prefix("1::/16"));
    for (Interval interval :
        List.of(
            interval("0.0.0.0-192.0.1.255"),
            interval("192.0.2.1"),
            interval("192.0.2.2-192.0.2.3"),
            interval("192.0.2.1-192.0.2.4"),
            interval("192.0.2.5-192.0.2.8"),
            interval("192.0.2.0-255.255.255.255"),
            interval("::1-2::"),
            interval("ff00::/8"))) {
      List<Prefix> expected =
          all.stream()
              .filter(
                  one ->
                      interval.contains(one.first())
                          || interval.contains(one.last())
                          || one.interval().contains(interval.first()))
              .toList();
      assertEquals(expected, Prefix.meeting(all, interval), interval::toString);
    }
    assertEquals(List.of(), Prefix.meeting(List.of(), interval("::")));
  }

  @Test
  void textOfASingleAddressMayOmitTheLength() {
    assertEquals("192.0.2.1/32", prefix("192.0.2.1").toString());
    assertEquals("192.0.2.1", prefix("192.0.2.1").text());
    assertEquals("192.0.2.0/31", prefix("192.0.2.0/31").text());
    assertEquals("::1", prefix("::1").text());
    assertEquals("::/0", prefix("::/0").text());
  }

  @Test
  void intervalsKnowWhetherTheyArePrefixes() {
    assertEquals(Optional.of(prefix("0.0.0.0/0")), interval("0.0.0.0-255.255.255.255").prefix());
    assertEquals(Optional.empty(), interval("192.0.2.1-192.0.2.2").prefix());
    assertEquals(Optional.empty(), interval("192.0.2.0-192.0.2.2").prefix());
    assertEquals(Optional.empty(), interval("192.0.2.1-192.0.2.3").prefix());
    assertEquals("192.0.2.0/30", interval("192.0.2.0-192.0.2.3").toString());
    assertEquals("192.0.2.1-192.0.2.3", interval("192.0.2.1-192.0.2.3").toString());
    assertEquals("192.0.2.1", interval("192.0.2.1-192.0.2.1").toString());
    assertEquals("::-::1:0:0:0", interval("::-::1:0:0:0").toString());
  }

  @Test
  void intervalsHoldBothEndsAndNothingBeyond() {
    Interval interval = interval("192.0.2.1-192.0.2.3");
    assertTrue(interval.contains(address("192.0.2.1")));
    assertTrue(interval.contains(address("192.0.2.3")));
    assertFalse(interval.contains(address("192.0.2.0")));
    assertFalse(interval.contains(address("192.0.2.4")));
    assertFalse(interval("0.0.0.0/0").contains(address("::1")));
    assertFalse(interval("::/0").contains(address("0.0.0.1")));
  }

  @Test
  void intervalsAreOfOneFamilyAndInOrder() {
    Address low = address("192.0.2.1");
    Address high = address("192.0.2.2");
    assertThrows(IllegalArgumentException.class, () -> new Interval(high, low));
    assertThrows(IllegalArgumentException.class, () -> new Interval(low, address("::1")));
  }
}
