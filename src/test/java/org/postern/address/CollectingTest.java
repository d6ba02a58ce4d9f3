package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/**
 * Sets of many parts in any order, of few that are sorted and of many that go through buckets, held
 * against one bit for each address at both ends and in the middle of both spaces.
 */
class CollectingTest {
  private static final int BITS = 18;

  static Stream<Universe> universes() {
    return Universe.everywhere(BITS).stream();
  }

  static LongStream seeds() {
    return Sizes.seeds(20, 400);
  }

  /** Parts of a universe, which overlap, touch, and are there several times. */
  private static List<Interval> parts(Universe universe, int count, BitSet members, Random random) {
    List<Interval> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      int from = random.nextInt(universe.size());
      int length =
          switch (random.nextInt(8)) {
            case 0 -> random.nextInt(300);
            case 1 -> random.nextInt(1 << random.nextInt(BITS));
            default -> 1;
          };
      boolean atEnd = random.nextInt(500) == 0;
      int first = atEnd ? (random.nextBoolean() ? 0 : universe.size() - 1) : from;
      int last = Math.min(universe.size() - 1, first + Math.max(0, length - 1));
      members.set(first, last + 1);
      parts.add(new Interval(universe.address(first), universe.address(last)));
    }
    return parts;
  }

  @ParameterizedTest
  @MethodSource("universes")
  void anyOrderAndNumberGivesTheSameSet(Universe universe) {
    Random random = new Random(universe.first().hashCode());
    for (int count : new int[] {0, 1, 2, 23, 24, 25, 100, 4_095, 4_096, 4_097, 9_000, 30_000}) {
      BitSet members = new BitSet();
      // Wide parts would soon cover all: of many, most are addresses in a part of the universe.
      List<Interval> parts = parts(universe, Math.min(count, 3_000), members, random);
      for (int part = parts.size(); part < count; part++) {
        int index = universe.size() / 4 + random.nextInt(universe.size() / 8);
        members.set(index);
        parts.add(new Interval(universe.address(index), universe.address(index)));
      }
      check(universe, members, parts);
      Collections.shuffle(parts, random);
      check(universe, members, parts);
      parts.sort((a, b) -> a.first().compareTo(b.first()));
      check(universe, members, parts);
      Collections.reverse(parts);
      check(universe, members, parts);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomPartsGiveTheSameSet(long seed) {
    Random random = new Random(seed);
    for (Universe universe : Universe.everywhere(BITS)) {
      BitSet members = new BitSet();
      check(universe, members, parts(universe, random.nextInt(6_000), members, random));
    }
  }

  private static void check(Universe universe, BitSet members, List<Interval> parts) {
    AddressSet.Builder builder = AddressSet.builder();
    BoundsBuilder bounds = Bounds.builder(universe.family(), 0);
    for (Interval part : parts) {
      builder.add(part);
      bounds.add(part);
    }
    AddressSet set = builder.build();
    assertEquals(members, universe.members(set));
    assertEquals(set, bounds.build().addresses());
    assertEquals(set, builder.build(), "the builder can be used on");
    assertEquals(set.intervals(), handedOut(builder, universe.family()));
    IntervalCount count = IntervalCount.of(builder, universe.family());
    assertEquals(set.intervalCount(universe.family()), count.ranges());
    assertEquals(universe.fewestPrefixes(members), count.prefixes());
    assertEquals(members.cardinality(), count.addresses().longValueExact());
    assertEquals(members.isEmpty(), builder.isEmpty(universe.family()));
  }

  private static List<Interval> handedOut(IntervalSource source, Family family) {
    List<Interval> found = new ArrayList<>();
    source.forEachInterval(
        family,
        (high, low, lastHigh, lastLow) ->
            found.add(
                new Interval(
                    new Address(family, high, low), new Address(family, lastHigh, lastLow))));
    return found;
  }

  /** So many that they take no more memory than a bit for each address, or than each once. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void veryManyInOnePlaceGiveTheSameSet(Family family) {
    Random random = new Random(family.bits());
    Universe universe = new Universe(family, BigInteger.valueOf(0x0A01_8000L), BITS);
    BitSet members = new BitSet();
    AddressSet.Builder builder = AddressSet.builder();
    for (int part = 0; part < 5_000_000; part++) {
      int first = random.nextInt(universe.size());
      int last = part % 500_000 == 0 ? Math.min(universe.size() - 1, first + 300) : first;
      if (part % 40 == 0 || first != last || members.get(first)) {
        members.set(first, last + 1);
        long low = universe.first().longValue();
        builder.add(family, 0, low + first, 0, low + last);
      }
      if (part % 2_000_000 == 0) {
        assertEquals(members, universe.members(builder.build()));
      }
    }
    builder.add(family, 0, 0x0A80_0000L, 0, 0x0AFF_FFFFL);
    AddressSet.Builder whole = AddressSet.builder();
    whole.add(family, 0, 0x0A80_0000L, 0, 0x0AFF_FFFFL);
    assertEquals(members, universe.members(builder.build().subtract(whole.build())));
    assertEquals(1 << 23, builder.build().intersect(whole.build()).size().intValueExact());
  }

  /** Lines that others take for a wrap around the ends of the space. */
  @ParameterizedTest
  @CsvSource({
    "240.0.0.0/4 0.0.0.0/8, 0.0.0.0/8 240.0.0.0/4",
    "255.255.255.255 0.0.0.0, 0.0.0.0 255.255.255.255",
    "0.0.0.0 255.255.255.255, 0.0.0.0 255.255.255.255",
    "255.255.255.254 255.255.255.255, 255.255.255.254/31",
    "128.0.0.0/1 0.0.0.0/1, 0.0.0.0/0",
    "0.0.0.0/0 10.0.0.1, 0.0.0.0/0",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ::," + " :: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "8000::/1 ::/1, ::/0",
    "::ffff:ffff:ffff:ffff ::1:0:0:0:0, ::ffff:ffff:ffff:ffff ::1:0:0:0:0"
  })
  void theEndsOfTheSpacesAreNoNeighbours(String lines, String expected) {
    for (int times : new int[] {1, 5_000}) {
      AddressSet.Builder builder = AddressSet.builder();
      for (int time = 0; time < times; time++) {
        for (String line : lines.split(" ", -1)) {
          builder.add(Literals.set(line));
        }
      }
      AddressSet.Builder wanted = AddressSet.builder();
      for (String line : expected.split(" ", -1)) {
        wanted.add(Literals.set(line));
      }
      assertEquals(wanted.build(), builder.build());
      assertEquals(
          expected.split(" ", -1).length, IntervalCount.of(builder, family(lines)).prefixes());
    }
  }

  private static Family family(String lines) {
    return lines.contains(":") ? Family.IP6 : Family.IP;
  }
}
