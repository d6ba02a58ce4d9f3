package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Intervals that overlap, nest and repeat beside sets, each question asked one by one. */
final class BoundsTest {
  private static final int ROUNDS = 400;

  @ParameterizedTest
  @EnumSource(Family.class)
  void thoseThatMeetASetAreThoseThatIntersectIt(Family family) {
    Random random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      BoundsBuilder builder = Bounds.builder(family, 0);
      for (int i = random.nextInt(40); i > 0; i--) {
        builder.add(interval(family, random));
      }
      Bounds any = builder.build();
      int[] ascending = any.ascending();
      Bounds bounds = any.at(ascending, ascending.length);
      AddressSet set = set(family, random, random.nextInt(12));
      int[] expected =
          IntStream.range(0, bounds.size())
              .filter(index -> set.intersects(AddressSet.of(bounds.interval(index))))
              .toArray();
      assertArrayEquals(expected, bounds.meeting(set), () -> bounds + " and " + set);
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theOrderIsThatOfAStableSortWithoutWhatIsThereTwice(Family family) {
    Random random = new Random(13);
    for (int round = 0; round < ROUNDS; round++) {
      BoundsBuilder builder = Bounds.builder(family, 0);
      for (int i = random.nextInt(60); i > 0; i--) {
        long mask = random.nextBoolean() ? -1L : 0x8000_0003_8000_0003L;
        builder.add(wide(family, random.nextLong() & mask, random.nextLong() & mask, random));
      }
      Bounds bounds = builder.build();
      int[] expected =
          IntStream.range(0, bounds.size())
              .boxed()
              .sorted((one, other) -> bounds.compare(one, bounds, other))
              .filter(at -> isFirst(bounds, at))
              .mapToInt(Integer::intValue)
              .toArray();
      assertArrayEquals(expected, bounds.ascending(), bounds::toString);
    }
  }

  private static boolean isFirst(Bounds bounds, int position) {
    return IntStream.range(0, position).noneMatch(at -> bounds.compare(at, bounds, position) == 0);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theirAddressesAndPrefixesAreThoseOfASetMadeOneByOne(Family family) {
    Random random = new Random(17);
    for (int round = 0; round < ROUNDS; round++) {
      BoundsBuilder builder = Bounds.builder(family, 0);
      AddressSet.Builder one = AddressSet.builder();
      long prefixes = 0;
      for (int i = random.nextInt(60); i > 0; i--) {
        Interval interval = wide(family, -1L, random.nextInt(400) - 200L, random);
        builder.add(interval);
        one.add(interval);
        prefixes += AddressSet.of(interval).prefixes().size();
      }
      Bounds bounds = builder.build();
      assertEquals(one.build(), bounds.addresses(), bounds::toString);
      assertEquals(prefixes, bounds.prefixCount(), bounds::toString);
      int[] ascending = bounds.ascending();
      assertEquals(one.build(), bounds.at(ascending, ascending.length).addresses());
    }
  }

  private static Interval wide(Family family, long high, long low, Random random) {
    Address one = address(family, high, low);
    Address other = address(family, high, low + random.nextInt(4));
    return one.compareTo(other) <= 0 ? new Interval(one, other) : new Interval(other, one);
  }

  private static Address address(Family family, long high, long low) {
    return family == Family.IP
        ? new Address(family, 0, low & 0xFFFF_FFFFL)
        : new Address(family, high, low);
  }

  /** A builder hands its array out where it is full, and must not write to it any more. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void whatWasBuiltStaysWhileTheBuilderIsUsedOn(Family family) {
    for (int size = 1; size <= 70; size++) {
      BoundsBuilder bounds = Bounds.builder(family, 0);
      AddressSet.Builder set = AddressSet.builder();
      for (int i = 0; i < size; i++) {
        Interval interval = new Interval(address(family, 0, 9L * i), address(family, 0, 9L * i));
        bounds.add(interval);
        set.add(interval);
      }
      Bounds built = bounds.build();
      AddressSet addresses = set.build();
      Interval beside =
          new Interval(address(family, 0, 9L * size - 8), address(family, 0, 9L * size - 6));
      bounds.add(beside);
      set.add(beside);
      assertEquals(size, built.size());
      assertEquals(size, addresses.size().intValueExact());
      assertEquals(addresses, built.addresses());
      assertEquals(size + 1, bounds.build().size());
      assertEquals(size + 3, set.build().size().intValueExact());
    }
  }

  /** A small set beside a large one, where the operations leap. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void aSmallSetBesideALargeOneFollowsTheLaws(Family family) {
    Random random = new Random(12);
    for (int round = 0; round < ROUNDS; round++) {
      AddressSet large = set(family, random, 60);
      AddressSet small = set(family, random, 1 + random.nextInt(3));
      AddressSet common = small.intersect(large);
      assertEquals(common, large.intersect(small));
      assertEquals(small, common.union(small.subtract(large)));
      assertEquals(large, common.union(large.subtract(small)));
      for (Interval interval : List.copyOf(common.intervals())) {
        assertEquals(true, small.containsAll(AddressSet.of(interval)));
        assertEquals(true, large.containsAll(AddressSet.of(interval)));
      }
      assertEquals(false, small.subtract(large).intersects(large));
      assertEquals(false, large.subtract(small).intersects(small));
    }
  }

  private static AddressSet set(Family family, Random random, int intervals) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = 0; i < intervals; i++) {
      builder.add(interval(family, random));
    }
    return builder.build();
  }

  private static Interval interval(Family family, Random random) {
    long high = family == Family.IP ? 0 : random.nextInt(3);
    long low = random.nextInt(200);
    long last = low + random.nextInt(random.nextInt(10) == 0 ? 90 : 6);
    return new Interval(new Address(family, high, low), new Address(family, high, last));
  }
}
