package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.address;
import static org.postern.address.Literals.interval;
import static org.postern.address.Literals.prefix;
import static org.postern.address.Literals.set;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the random tests do not reach: sizes, text, and inputs on which other programs failed. */
class AddressSetTest {
  private static final BigInteger ALL_IP = BigInteger.TWO.pow(32);
  private static final BigInteger ALL_IP6 = BigInteger.TWO.pow(128);

  @Test
  void endsOfTheSpaceDoNotJoin() {
    // FireHOL iprange 1.0.4 answers 0.0.0.0/0 to both.
    assertEquals(
        List.of(prefix("0.0.0.0/8"), prefix("240.0.0.0/4")),
        set("240.0.0.0/4", "0.0.0.0/8").prefixes());
    assertEquals(
        List.of(prefix("0.0.0.0"), prefix("255.255.255.255")),
        set("255.255.255.255", "0.0.0.0").prefixes());
    assertEquals(List.of(prefix("::"), prefix("ff00::/8")), set("ff00::/8", "::").prefixes());
  }

  @Test
  void endOfOneFamilyDoesNotJoinTheStartOfTheOther() {
    AddressSet set = set("255.255.255.255", "::");
    assertEquals(2, set.intervals().size());
    assertEquals(
        List.of(Family.IP, Family.IP6), set.prefixes().stream().map(Prefix::family).toList());
  }

  @Test
  void lastAddressesAreKept() {
    // Rust's ipnet 2.5.0 loses the last address, 2.12.1 adds it.
    for (String text :
        List.of("255.255.255.255", "128.0.0.0/1", "255.255.255.254", "255.255.255.254/31")) {
      assertEquals(List.of(prefix(text)), set(text).prefixes());
    }
    assertEquals(31, set("128.0.0.0-255.255.255.254").prefixCount(Family.IP));
    assertEquals(
        127, set("8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").prefixCount(Family.IP6));
  }

  @Test
  void memberOfAWiderPrefixDoesNotShrinkIt() {
    // mapcidr's approximate mode answers 10.0.0.0/31 and 10.0.0.0/29.
    assertEquals(List.of(prefix("10.0.0.0/25")), set("10.0.0.0/25", "10.0.0.1").prefixes());
    assertEquals(List.of(prefix("10.0.0.0/16")), set("10.0.0.5", "10.0.0.0/16").prefixes());
  }

  @Test
  void worstIntervalsTakeTheMostPrefixes() {
    assertEquals(62, set("0.0.0.1-255.255.255.254").prefixCount(Family.IP));
    assertEquals(254, set("::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").prefixCount(Family.IP6));
  }

  @Test
  void sizesAreExact() {
    assertEquals(ALL_IP, AddressSet.all(Family.IP).size());
    assertEquals(ALL_IP6, AddressSet.all(Family.IP6).size());
    assertEquals(ALL_IP.add(ALL_IP6), AddressSet.all().size());
    assertEquals(BigInteger.ZERO, AddressSet.none().size());
    assertEquals(ALL_IP6, set("::/0", "0.0.0.0/0").size(Family.IP6));
    assertEquals(ALL_IP6.subtract(BigInteger.TWO), set("::", "::3").complement().size(Family.IP6));
    assertEquals(BigInteger.TWO.pow(127), set("::/2", "c000::/2").size());
    assertEquals(BigInteger.TWO.pow(64).add(BigInteger.ONE), set("::/64", "1::").size());
  }

  @Test
  void wholeFamiliesAreOnePrefixEach() {
    assertEquals(
        List.of("0.0.0.0/0", "::/0"),
        AddressSet.all().prefixes().stream().map(Prefix::toString).toList());
    assertEquals(AddressSet.none(), AddressSet.all().complement());
    assertEquals(AddressSet.all(Family.IP6), AddressSet.all(Family.IP).complement());
    assertEquals(AddressSet.all(), set("::/1", "8000::/1", "0.0.0.0/1", "128.0.0.0/1"));
  }

  @Test
  void emptySetHasNothing() {
    AddressSet none = AddressSet.builder().build();
    assertEquals(AddressSet.none(), none);
    assertTrue(none.isEmpty() && none.isEmpty(Family.IP) && none.isEmpty(Family.IP6));
    assertEquals(Optional.empty(), none.first());
    assertEquals(Optional.empty(), none.interval(address("::1")));
    assertEquals(List.of(), none.prefixes());
    assertTrue(none.containsAll(none));
    assertFalse(none.intersects(AddressSet.all()));
  }

  @Test
  void familiesAreKeptApart() {
    AddressSet both = set("0.0.0.1", "::1");
    assertEquals(AddressSet.of(address("0.0.0.1")), both.only(Family.IP));
    assertEquals(AddressSet.of(prefix("::1")), both.only(Family.IP6));
    assertFalse(both.only(Family.IP).contains(address("::1")));
    assertFalse(both.isEmpty(Family.IP6));
    assertNotEquals(both.only(Family.IP), both.only(Family.IP6));
    assertEquals(Optional.of(address("::1")), both.only(Family.IP6).first());
  }

  @Test
  void listsCannotBeChanged() {
    AddressSet set = set("192.0.2.1");
    assertThrows(UnsupportedOperationException.class, () -> set.intervals().clear());
    assertThrows(UnsupportedOperationException.class, () -> set.intervals(Family.IP).clear());
    assertThrows(UnsupportedOperationException.class, () -> set.prefixes().clear());
    assertThrows(UnsupportedOperationException.class, () -> set.prefixes(Family.IP).clear());
  }

  @Test
  void builtSetDoesNotChangeWhenItsBuilderGoesOn() {
    AddressSet.Builder builder = AddressSet.builder().add(address("192.0.2.1"));
    AddressSet before = builder.build();
    AddressSet after = builder.add(interval("192.0.2.2-192.0.2.9")).build();
    assertEquals(set("192.0.2.1"), before);
    assertEquals(set("192.0.2.1-192.0.2.9"), after);
    assertEquals(
        set("10.0.0.0/8", "192.0.2.1-192.0.2.9"), builder.add(prefix("10.0.0.0/8")).build());
    assertEquals(after, AddressSet.of(interval("192.0.2.1-192.0.2.9")));
  }

  @Test
  void textOfALongSetIsShort() {
    assertEquals("{}", AddressSet.none().toString());
    assertEquals(
        "{192.0.2.0/24, 198.51.100.1-198.51.100.3, 2001:db8::1}",
        set("2001:db8::1", "198.51.100.1-198.51.100.3", "192.0.2.0/24").toString());
    AddressSet.Builder builder = AddressSet.builder();
    for (int index = 0; index < 1000; index++) {
      builder.add(new Address(Family.IP, 0, 2L * index));
    }
    assertEquals(
        "{0.0.0.0, 0.0.0.2, 0.0.0.4, 0.0.0.6, 0.0.0.8, 0.0.0.10, 0.0.0.12, 0.0.0.14,"
            + " and 992 more}",
        builder.build().toString());
  }

  @Test
  void millionEntriesInAnyOrderAreMerged() {
    Random random = new Random(1);
    int step = 514_229; // odd, so that the indexes below are a permutation of the million
    AddressSet.Builder builder = AddressSet.builder();
    long[] order = random.longs(3).toArray();
    for (long index = 0; index < 1 << 20; index++) {
      long place = index * step + order[0] & (1 << 20) - 1;
      builder.add(new Address(Family.IP, 0, 0x0A00_0000L + place));
      builder.add(new Address(Family.IP6, order[1], (order[2] & ~0xFFF_FFFFL) + 2 * place));
    }
    AddressSet set = builder.build();
    assertEquals(List.of(prefix("10.0.0.0/12")), set.prefixes(Family.IP));
    assertEquals(1 << 20, set.intervalCount(Family.IP6));
    assertEquals(BigInteger.TWO.pow(20), set.size(Family.IP6));
  }
}
