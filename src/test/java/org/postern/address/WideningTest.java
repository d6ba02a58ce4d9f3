package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.postern.address.Literals.set;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

class WideningTest {
  static Stream<Universe> universesOf8() {
    return Universe.everywhere(3).stream();
  }

  static LongStream seeds() {
    return Sizes.seeds(20, 400);
  }

  @Test
  void fifteenFilterNodesAre11BlocksOf256() {
    AddressSet nodes =
        set(
            "69.20.58.226",
            "69.20.68.133",
            "207.97.224.142",
            "207.97.229.125",
            "207.97.230.34",
            "207.97.230.54",
            "207.97.242.51",
            "92.52.89.74",
            "74.205.4.52",
            "72.32.252.16",
            "72.32.253.10",
            "72.32.252.97",
            "120.136.38.138",
            "69.20.60.122",
            "69.20.58.234");
    Widened widened = Widening.toPrefix(nodes, 24, 128, AddressSet.none());
    assertEquals(BigInteger.valueOf(15), nodes.size());
    assertEquals(
        List.of(
            "69.20.58.0/24",
            "69.20.60.0/24",
            "69.20.68.0/24",
            "72.32.252.0/23",
            "74.205.4.0/24",
            "92.52.89.0/24",
            "120.136.38.0/24",
            "207.97.224.0/24",
            "207.97.229.0/24",
            "207.97.230.0/24",
            "207.97.242.0/24"),
        widened.set().prefixes().stream().map(Prefix::toString).toList());
    assertEquals(BigInteger.valueOf(12 * 256 - 15), widened.excess().size());
  }

  @Test
  void blockWithANeverStaysExactAndItsNeighboursDoNot() {
    AddressSet set = set("192.0.2.1", "192.0.2.3", "198.51.100.7", "2001:db8::5");
    Widened widened = Widening.toPrefix(set, 24, 64, set("192.0.2.2"));
    assertEquals(set("192.0.2.1", "192.0.2.3", "198.51.100.0/24", "2001:db8::/64"), widened.set());
    assertEquals(
        set("198.51.100.0-198.51.100.6", "198.51.100.8-198.51.100.255", "2001:db8::/64")
            .subtract(set("2001:db8::5")),
        widened.excess());
  }

  @Test
  void fullLengthChangesNothing() {
    AddressSet set = set("192.0.2.1", "2001:db8::/33", "::1-::9");
    assertEquals(
        new Widened(set, AddressSet.none()), Widening.toPrefix(set, 32, 128, AddressSet.none()));
  }

  @Test
  void shorterPrefixesStay() {
    AddressSet set = set("10.0.0.0/8", "2001:db8::/32");
    assertEquals(
        new Widened(set, AddressSet.none()), Widening.toPrefix(set, 24, 64, AddressSet.none()));
  }

  @Test
  void lengthZeroCoversTheFamilyOnlyIfItHasAMember() {
    Widened widened = Widening.toPrefix(set("192.0.2.1"), 0, 0, AddressSet.none());
    assertEquals(AddressSet.all(Family.IP), widened.set());
  }

  @Test
  void contradictionsAreRefused() {
    AddressSet set = set("192.0.2.1");
    AddressSet none = AddressSet.none();
    assertThrows(IllegalArgumentException.class, () -> Widening.toPrefix(set, 24, 64, set));
    assertThrows(IllegalArgumentException.class, () -> Widening.toPrefix(set, 33, 64, none));
    assertThrows(IllegalArgumentException.class, () -> Widening.toPrefix(set, 24, 129, none));
    assertThrows(IllegalArgumentException.class, () -> Widening.toPrefix(set, -1, 64, none));
  }

  @ParameterizedTest
  @MethodSource("universesOf8")
  void everySmallCaseIsWhatTheDefinitionSays(Universe universe) {
    for (int code = 0; code < 6561; code++) {
      BitSet members = ternary(code, 1);
      BitSet never = ternary(code, 2);
      for (int hostBits = 0; hostBits <= 2; hostBits++) {
        check(universe, members, never, hostBits);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void largerCasesAreToo(long seed) {
    Random random = new Random(seed);
    for (Universe universe : Universe.everywhere(8)) {
      BitSet never = universe.random(random);
      BitSet members = universe.random(random);
      members.andNot(never);
      check(universe, members, never, random.nextInt(8));
    }
  }

  /** Blocks of 2^hostBits addresses never cross the ends of a universe of more bits. */
  private static void check(Universe universe, BitSet members, BitSet never, int hostBits) {
    int length = universe.family().bits() - hostBits;
    BitSet expected = new BitSet();
    for (int block = 0; block < universe.size(); block += 1 << hostBits) {
      int end = block + (1 << hostBits);
      if (!members.get(block, end).isEmpty() && never.get(block, end).isEmpty()) {
        expected.set(block, end);
      }
    }
    expected.or(members);
    AddressSet set = universe.set(members);
    int v4Length = universe.family() == Family.IP ? length : 32;
    int v6Length = universe.family() == Family.IP6 ? length : 128;
    Widened widened = Widening.toPrefix(set, v4Length, v6Length, universe.set(never));
    assertEquals(
        expected,
        universe.members(widened.set()),
        () -> universe + " " + members + " never " + never + " /" + length);
    assertEquals(widened.set().subtract(set), widened.excess());
  }

  /** The places of a digit in a number to base three. */
  private static BitSet ternary(int code, int digit) {
    BitSet places = new BitSet();
    int rest = code;
    for (int place = 0; place < 8; place++) {
      places.set(place, rest % 3 == digit);
      rest /= 3;
    }
    return places;
  }
}
