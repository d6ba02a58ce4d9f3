package org.postern.address.widening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.widening.Tradeoff.Form.PREFIXES;
import static org.postern.address.widening.Tradeoff.Form.RANGES;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.AddressSet;
import org.postern.address.Universe;

/** Every budget of small sets against brute force. */
class OptimalWideningTest {
  static Stream<Universe> universesOf16() {
    return Universe.everywhere(4).stream();
  }

  @Test
  void everySetOf16AddressesAtEveryBudget() {
    byte[][] smallest = Masks.smallestSupersets(8);
    Universe universe = Universe.everywhere(4).get(1);
    for (int mask = 1; mask < 1 << 16; mask++) {
      Tradeoff tradeoff = Tradeoff.of(task(universe, mask, 0, 16), PREFIXES);
      int[] least = new int[9];
      for (int entries = 0; entries <= 8; entries++) {
        int size = smallest[entries][mask];
        least[entries] = size > 16 ? Masks.NONE : size - Integer.bitCount(mask);
      }
      check(tradeoff, least);
    }
  }

  @Test
  void everyPairOf8AddressesAndDeniedOnesUnderEveryCap() {
    Universe universe = Universe.everywhere(3).get(0);
    for (int code = 0; code < 6561; code++) {
      int mask = ternary(code, 1);
      int never = ternary(code, 2);
      for (int widest = 1; widest <= 8; widest *= 2) {
        int[] least = Masks.byBlocks(mask, never, widest, 8);
        if (widest == 8) {
          assertEquals(List.of(box(Masks.bySupersets(mask, never, 8))), List.of(box(least)));
        }
        check(Tradeoff.of(task(universe, mask, never, widest), PREFIXES), least);
      }
      check(Tradeoff.of(task(universe, mask, never, 8), RANGES), Masks.byRuns(mask, never, 8));
    }
  }

  @Test
  void tenThousandPairsOf16() {
    Random random = new Random(1);
    List<Universe> universes =
        Universe.everywhere(4).stream().filter(OptimalWideningTest::isAligned).toList();
    for (int pair = 0; pair < 10_000; pair++) {
      int mask = sparse(random) | (1 << random.nextInt(16));
      int never = sparse(random) & ~mask;
      Universe universe = universes.get(pair % universes.size());
      check(
          Tradeoff.of(task(universe, mask, never, 16), PREFIXES),
          Masks.bySupersets(mask, never, 16));
      check(Tradeoff.of(task(universe, mask, never, 16), RANGES), Masks.byRuns(mask, never, 16));
    }
  }

  /** A fourth of 16 bits. */
  private static int sparse(Random random) {
    int bits = random.nextInt(1 << 16);
    return bits & random.nextInt(1 << 16);
  }

  /** In the middle of a space the two halves share nothing but the whole of it. */
  @ParameterizedTest
  @MethodSource("universesOf16")
  void atTheEndsAndInTheMiddleOfBothSpaces(Universe universe) {
    Random random = new Random(2);
    for (int sample = 0; sample < 300; sample++) {
      int mask = sparse(random) | 1;
      mask |= 1 << 15;
      Tradeoff tradeoff = Tradeoff.of(task(universe, mask, 0, 0), PREFIXES);
      if (isAligned(universe)) {
        check(tradeoff, Masks.bySupersets(mask, 0, 16));
      } else {
        halves(universe, mask, tradeoff);
      }
    }
  }

  private static void halves(Universe universe, int mask, Tradeoff tradeoff) {
    int[] low = Masks.bySupersets(mask & 0xFF, 0, 8);
    int[] high = Masks.bySupersets(mask >>> 8, 0, 8);
    for (int entries = 2; entries <= 8; entries++) {
      int least = Masks.NONE;
      for (int below = 1; below < entries; below++) {
        least = Math.min(least, low[Math.min(8, below)] + high[Math.min(8, entries - below)]);
      }
      Outcome.Found found =
          assertInstanceOf(Outcome.Found.class, tradeoff.toEntries(entries), universe::toString);
      assertEquals(BigInteger.valueOf(least), found.extra(), universe::toString);
      assertTrue(found.isOptimal());
    }
    Outcome.Found one = assertInstanceOf(Outcome.Found.class, tradeoff.toEntries(1));
    int shared =
        new BigInteger(1, universe.address(0).toBytes())
            .xor(new BigInteger(1, universe.address(15).toBytes()))
            .bitLength();
    BigInteger whole = BigInteger.TWO.pow(shared);
    assertEquals(whole.subtract(BigInteger.valueOf(Integer.bitCount(mask))), one.extra());
  }

  private static boolean isAligned(Universe universe) {
    return universe.first().mod(BigInteger.valueOf(universe.size())).signum() == 0;
  }

  /** Every number of entries, and every number of extra addresses. */
  static void check(Tradeoff tradeoff, int[] least) {
    for (int entries = 0; entries < least.length && entries <= tradeoff.entries(); entries++) {
      Outcome outcome = tradeoff.toEntries(entries);
      if (least[entries] >= Masks.NONE) {
        assertInstanceOf(Outcome.Unreachable.class, outcome);
        assertTrue(tradeoff.fewest().entries() > entries);
      } else {
        Outcome.Found found = assertInstanceOf(Outcome.Found.class, outcome);
        assertEquals(BigInteger.valueOf(least[entries]), found.extra());
        assertEquals(found.extra(), found.least());
        boolean isNew = entries == 0 || least[entries - 1] != least[entries];
        if (isNew && (least[entries] > 0 || entries + 1 == least.length)) {
          extra(tradeoff, least, least[entries]);
          extra(tradeoff, least, Math.max(0, least[entries] - 1));
        }
      }
    }
  }

  private static void extra(Tradeoff tradeoff, int[] least, int most) {
    int fewest = 0;
    while (least[fewest] > most) {
      fewest++;
    }
    Outcome.Found found = tradeoff.withinExtra(BigInteger.valueOf(most));
    assertEquals(fewest, found.entries());
    assertEquals(fewest, found.fewest());
    assertTrue(found.extra().compareTo(BigInteger.valueOf(most)) <= 0);
  }

  /** No block wider than a power of two; zero sets no bound. */
  static WideningTask task(Universe universe, int mask, int never, int widest) {
    int length = widest == 0 ? 0 : 32 - Integer.numberOfTrailingZeros(widest);
    int length6 = widest == 0 ? 0 : 128 - Integer.numberOfTrailingZeros(widest);
    AddressSet set = universe.set(bits(mask));
    return new WideningTask(set, set, universe.set(bits(never)), length, length6);
  }

  private static BitSet bits(int mask) {
    return BitSet.valueOf(new long[] {mask & 0xFFFFL});
  }

  private static Integer[] box(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  /** The places of a digit in a number to base three. */
  private static int ternary(int code, int digit) {
    int places = 0;
    int rest = code;
    for (int place = 0; place < 8; place++) {
      places |= rest % 3 == digit ? 1 << place : 0;
      rest /= 3;
    }
    return places;
  }
}
