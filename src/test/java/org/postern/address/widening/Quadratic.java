package org.postern.address.widening;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The plain quadratic programme over the blocks of an aligned universe, on bits, for all numbers of
 * entries at once. It shares nothing with the code that it judges.
 */
final class Quadratic {
  private static final long NONE = Long.MAX_VALUE / 4;

  private final BitSet members;
  private final BitSet widenable;
  private final BitSet never;
  private final int widest;

  /**
   * @param widest no larger block is covered
   */
  Quadratic(BitSet members, BitSet widenable, BitSet never, int widest) {
    this.members = members;
    this.widenable = widenable;
    this.never = never;
    this.widest = widest;
  }

  /** The least extra addresses by the number of entries; {@code NONE} where there are so few. */
  long[] solve(int size) {
    return block(0, size).costs;
  }

  static boolean isPossible(long cost) {
    return cost < NONE;
  }

  /** By number of entries what a block costs, and what it costs to hold all of it. */
  private static final class Solved {
    private final long[] costs;
    private final long whole;

    Solved(long[] costs, long whole) {
      this.costs = costs;
      this.whole = whole;
    }
  }

  private Solved block(int from, int to) {
    int held = members.get(from, to).cardinality();
    if (held == 0) {
      return new Solved(new long[] {0}, NONE);
    }
    if (held == to - from) {
      return new Solved(new long[] {NONE, 0}, 0);
    }
    int middle = (from + to) / 2;
    Solved left = block(from, middle);
    Solved right = block(middle, to);
    long[] costs = new long[left.costs.length + right.costs.length - 1];
    Arrays.fill(costs, NONE);
    for (int i = 0; i < left.costs.length; i++) {
      for (int j = 0; j < right.costs.length; j++) {
        costs[i + j] = Math.min(costs[i + j], left.costs[i] + right.costs[j]);
      }
    }
    long whole = Math.min(NONE, left.whole + right.whole);
    boolean mayCover =
        to - from <= widest
            && never.get(from, to).isEmpty()
            && !widenable.get(from, middle).isEmpty()
            && !widenable.get(middle, to).isEmpty();
    if (mayCover) {
      whole = Math.min(whole, to - from - held);
    }
    if (costs.length > 1) {
      costs[1] = Math.min(costs[1], whole);
    }
    return new Solved(costs, whole);
  }
}
