package org.postern.address.widening;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Good covers for budgets between two points of the hull: upper bounds, found in one pass over the
 * blocks.
 */
final class Patches {
  private final Blocks blocks;
  private final int[] ranks;

  /** The block directly above each; -1 if there is none. */
  private final int[] above;

  Patches(Blocks blocks) {
    this.blocks = blocks;
    this.ranks = blocks.ranks();
    this.above = new int[blocks.count()];
    Arrays.fill(above, -1);
    Forest forest = blocks.forest();
    int[] covering = new int[forest.size()];
    for (int node = forest.size() - 1; node >= 0; node--) {
      boolean isRoot = node == forest.size() - 1;
      int upper = isRoot ? -1 : covering[node];
      if (ranks[node] >= 0 && upper >= 0 && ranks[upper] != ranks[node]) {
        above[ranks[node]] = ranks[upper];
      }
      int own = ranks[node] >= 0 ? node : upper;
      if (forest.left(node) >= 0) {
        covering[forest.left(node)] = own;
      }
      if (forest.right(node) >= 0) {
        covering[forest.right(node)] = own;
      }
    }
  }

  /** Returns the cover of the first blocks. */
  Cover first(int count) {
    return cover(firstChosen(count));
  }

  /**
   * A cover that saves so many entries at least and costs little.
   *
   * @param wanted no more than all blocks save
   */
  Cover saving(int wanted) {
    int count = blocks.reaching(wanted);
    if (blocks.savedBefore(count) == wanted) {
      return first(count);
    }
    boolean[] chosen = firstChosen(count);
    giveBack(chosen, count - 1, blocks.savedBefore(count) - wanted);
    Cover one = cover(chosen);
    boolean[] other = firstChosen(count - 1);
    int missing = wanted - blocks.savedBefore(count - 1);
    int single = cheapest(count - 1, missing);
    if (single < 0) {
      return one;
    }
    other[single] = true;
    giveBack(other, count - 1, blocks.saved(single) - missing);
    Cover two = cover(other);
    return two.cost().compareTo(one.cost()) < 0 ? two : one;
  }

  /** Drops blocks below a rank that nothing chosen stands on, the dearest first. */
  private void giveBack(boolean[] chosen, int below, int surplus) {
    int left = surplus;
    for (int rank = below - 1; rank >= 0 && left > 0; rank--) {
      boolean isFree = above[rank] < 0 || !chosen[above[rank]];
      if (chosen[rank] && isFree && blocks.saved(rank) <= left) {
        chosen[rank] = false;
        left -= blocks.saved(rank);
      }
    }
  }

  /**
   * Returns the cheapest block behind a rank that saves enough and stands on none that is not
   * chosen.
   */
  private int cheapest(int rank, int wanted) {
    int[] missing = missing(rank);
    int best = -1;
    for (int one = rank + 1; one < blocks.count(); one++) {
      if (missing[one] == 0 && blocks.saved(one) >= wanted && (best < 0 || isCheaper(one, best))) {
        best = one;
      }
    }
    return best;
  }

  private boolean isCheaper(int rank, int other) {
    return Amounts.compare(
            blocks.costHigh(rank),
            blocks.costLow(rank),
            blocks.costHigh(other),
            blocks.costLow(other))
        < 0;
  }

  /** Returns how many blocks from a rank on stand directly below each. */
  private int[] missing(int from) {
    int[] missing = new int[blocks.count()];
    for (int rank = from; rank < blocks.count(); rank++) {
      if (above[rank] >= 0) {
        missing[above[rank]]++;
      }
    }
    return missing;
  }

  /** A cover that costs no more than an amount and saves much. */
  Cover within(BigInteger most) {
    int count = blocks.within(most);
    BigInteger rest = most.subtract(blocks.costBefore(count));
    long high = rest.shiftRight(Long.SIZE).longValue();
    long low = rest.longValue();
    boolean[] chosen = firstChosen(count);
    int[] missing = missing(count);
    for (int rank = count; rank < blocks.count(); rank++) {
      long costHigh = blocks.costHigh(rank);
      long costLow = blocks.costLow(rank);
      if (missing[rank] == 0 && Amounts.compare(costHigh, costLow, high, low) <= 0) {
        chosen[rank] = true;
        high = Amounts.minusHigh(high, low, costHigh, costLow);
        low -= costLow;
        if (above[rank] >= 0) {
          missing[above[rank]]--;
        }
      }
    }
    return cover(chosen);
  }

  private boolean[] firstChosen(int count) {
    boolean[] chosen = new boolean[blocks.count()];
    Arrays.fill(chosen, 0, count, true);
    return chosen;
  }

  private Cover cover(boolean[] chosen) {
    return Cover.of(blocks.forest(), ranks, chosen);
  }
}
