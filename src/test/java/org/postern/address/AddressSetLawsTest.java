package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/** The laws of set algebra, on random sets of both families at once. */
class AddressSetLawsTest {
  static LongStream seeds() {
    return Sizes.seeds(20, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void operationsObeyTheLawsOfSets(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      AddressSet a = Samples.set(random);
      AddressSet b = Samples.set(random);
      AddressSet c = Samples.set(random);
      checkPairs(a, b);
      checkTriples(a, b, c);
      checkOrder(a, b);
    }
  }

  private static void checkPairs(AddressSet a, AddressSet b) {
    assertEquals(a, a.complement().complement());
    assertEquals(a.union(b).complement(), a.complement().intersect(b.complement()));
    assertEquals(a.intersect(b).complement(), a.complement().union(b.complement()));
    assertEquals(a, a.union(a));
    assertEquals(a, a.intersect(a));
    assertEquals(a, a.union(a.intersect(b)));
    assertEquals(a, a.intersect(a.union(b)));
    assertEquals(a.union(b), b.union(a));
    assertEquals(a.intersect(b), b.intersect(a));
    assertEquals(a, a.subtract(b).union(a.intersect(b)));
    assertEquals(AddressSet.all(), a.union(a.complement()));
    assertEquals(AddressSet.none(), a.intersect(a.complement()));
    assertEquals(AddressSet.none(), a.subtract(a));
    assertEquals(a, a.union(AddressSet.none()));
    assertEquals(a, a.intersect(AddressSet.all()));
    assertEquals(a, a.only(Family.IP).union(a.only(Family.IP6)));
    assertEquals(a.union(b).size().add(a.intersect(b).size()), a.size().add(b.size()));
  }

  private static void checkTriples(AddressSet a, AddressSet b, AddressSet c) {
    assertEquals(a.union(b).union(c), a.union(b.union(c)));
    assertEquals(a.intersect(b).intersect(c), a.intersect(b.intersect(c)));
    assertEquals(a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c)));
    assertEquals(a.union(b.intersect(c)), a.union(b).intersect(a.union(c)));
    assertEquals(a.subtract(b).subtract(c), a.subtract(b.union(c)));
  }

  private static void checkOrder(AddressSet a, AddressSet b) {
    assertTrue(a.union(b).containsAll(a));
    assertTrue(a.containsAll(a.intersect(b)));
    assertEquals(a.containsAll(b), a.union(b).equals(a));
    assertEquals(a.intersects(b), !a.intersect(b).isEmpty());
    assertFalse(a.subtract(b).intersects(b));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void intervalsAndPrefixesRebuildTheSet(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      AddressSet set = Samples.set(random);
      assertEquals(set, AddressSet.of(set.intervals().toArray(Interval[]::new)));
      AddressSet.Builder builder = AddressSet.builder();
      set.prefixes().reversed().forEach(builder::add);
      assertEquals(set, builder.build());
      assertEquals(set.hashCode(), builder.build().hashCode());
      checkCanonical(set.intervals());
    }
  }

  private static void checkCanonical(List<Interval> intervals) {
    for (int index = 1; index < intervals.size(); index++) {
      Interval left = intervals.get(index - 1);
      Interval right = intervals.get(index);
      boolean apart =
          left.family() != right.family()
              || left.last().next().orElseThrow().compareTo(right.first()) < 0;
      assertTrue(apart, left + " touches " + right);
    }
  }
}
