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
      Bounds.Builder builder = Bounds.builder(family, 0);
      for (int i = random.nextInt(40); i > 0; i--) {
        builder.add(interval(family, random));
      }
      Bounds any = builder.build();
      Bounds bounds = any.at(any.ascending(), any.size());
      AddressSet set = set(family, random, random.nextInt(12));
      int[] expected =
          IntStream.range(0, bounds.size())
              .filter(index -> set.intersects(AddressSet.of(bounds.interval(index))))
              .toArray();
      assertArrayEquals(expected, bounds.meeting(set), () -> bounds + " and " + set);
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
