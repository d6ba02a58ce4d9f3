package org.postern.address.widening;

import java.math.BigInteger;

/**
 * The convex hull of the trade-off, for all budgets at once, in O(n log n). A node whose cost for
 * each saved entry is lower than that of some below it forms one block with them: to get its
 * bargain they have to be paid for too. Blocks in the order of their ratio of cost to saved
 * entries, those below first where ratios are equal, keep the precedence of the tree, and every
 * beginning of this order costs least for what it saves.
 *
 * <p>Blocks have ranks from 0 in that order.
 */
final class Blocks {
  private final Forest forest;

  /** The sums of a block, at the place of its highest node. */
  private final long[] high;

  private final long[] low;
  private final int[] saved;

  /** The node whose block took a block over; -1 for one that stands by itself. */
  private final int[] into;

  private final int[] order;

  /** The entries that all blocks before a rank save; the two arrays below are what they cost. */
  private final int[] savedBefore;

  private final long[] highBefore;
  private final long[] lowBefore;

  private Blocks(Forest forest) {
    this.forest = forest;
    int size = forest.size();
    this.high = new long[size];
    this.low = new long[size];
    this.saved = new int[size];
    this.into = new int[size];
    int count = new Merging().run();
    this.order = new RatioSort(high, low, saved).sorted(into, count);
    this.savedBefore = new int[count + 1];
    this.highBefore = new long[count + 1];
    this.lowBefore = new long[count + 1];
    for (int rank = 0; rank < count; rank++) {
      int block = order[rank];
      savedBefore[rank + 1] = savedBefore[rank] + saved[block];
      lowBefore[rank + 1] = lowBefore[rank] + low[block];
      highBefore[rank + 1] =
          Amounts.plusHigh(highBefore[rank], lowBefore[rank], high[block], low[block]);
      if (Long.compareUnsigned(highBefore[rank + 1], highBefore[rank]) < 0) {
        throw new ArithmeticException("more than 2^128 addresses");
      }
    }
  }

  static Blocks of(Forest forest) {
    return new Blocks(forest);
  }

  Forest forest() {
    return forest;
  }

  int count() {
    return order.length;
  }

  /** Returns how many entries a block saves. */
  int saved(int rank) {
    return saved[order[rank]];
  }

  BigInteger cost(int rank) {
    return Amounts.big(high[order[rank]], low[order[rank]]);
  }

  /** Returns the high word of what a block costs. */
  long costHigh(int rank) {
    return high[order[rank]];
  }

  /** Returns the low word of that cost. */
  long costLow(int rank) {
    return low[order[rank]];
  }

  /** Returns how many entries all blocks before a rank save. */
  int savedBefore(int rank) {
    return savedBefore[rank];
  }

  /** Returns the cost of all blocks before a rank. */
  BigInteger costBefore(int rank) {
    return Amounts.big(highBefore[rank], lowBefore[rank]);
  }

  /** Returns how many blocks it takes, from the first on, to save so many entries. */
  int reaching(int wanted) {
    int from = 0;
    int to = count();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (savedBefore[middle] < wanted) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Returns how many blocks, from the first on, an amount pays for. */
  int within(BigInteger most) {
    int from = 0;
    int to = count();
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      if (costBefore(middle).compareTo(most) <= 0) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }

  /**
   * Returns the rank of the block of each node; that of those never covered by themselves is -1.
   */
  int[] ranks() {
    int[] ranks = new int[forest.size()];
    for (int rank = 0; rank < order.length; rank++) {
      ranks[order[rank]] = rank;
    }
    for (int node = forest.size() - 1; node >= 0; node--) {
      if (!forest.mayCover(node)) {
        ranks[node] = -1;
      } else if (into[node] >= 0) {
        ranks[node] = ranks[into[node]];
      }
    }
    return ranks;
  }

  /** Merges blocks bottom-up, with a pairing heap of the blocks below each node. */
  private final class Merging {
    private final int[] child = new int[forest.size()];
    private final int[] sibling = new int[forest.size()];

    int run() {
      int[] heaps = new int[forest.size()];
      int standing = 0;
      for (int node = 0; node < forest.size(); node++) {
        into[node] = -1;
        int left = forest.left(node);
        int right = forest.right(node);
        int heap = meld(left < 0 ? -1 : heaps[left], right < 0 ? -1 : heaps[right]);
        if (forest.mayCover(node)) {
          high[node] = forest.costHigh(node);
          low[node] = forest.costLow(node);
          saved[node] = forest.profit(node);
          standing++;
          while (heap >= 0 && compare(heap, node) > 0) {
            take(node, heap);
            heap = popped(heap);
            standing--;
          }
          child[node] = -1;
          sibling[node] = -1;
          heap = meld(heap, node);
        }
        heaps[node] = heap;
      }
      return standing;
    }

    private void take(int node, int block) {
      high[node] = Amounts.plusHigh(high[node], low[node], high[block], low[block]);
      low[node] += low[block];
      saved[node] += saved[block];
      into[block] = node;
    }

    private int compare(int block, int other) {
      return Amounts.compareRatios(
          high[block], low[block], saved[block], high[other], low[other], saved[other]);
    }

    private int meld(int one, int other) {
      if (one < 0 || other < 0) {
        return Math.max(one, other);
      }
      boolean above = compare(one, other) >= 0;
      int top = above ? one : other;
      int below = above ? other : one;
      sibling[below] = child[top];
      child[top] = below;
      return top;
    }

    /** Returns the heap without its top: its children in pairs, and these from the last on. */
    private int popped(int top) {
      int pairs = -1;
      int next = child[top];
      while (next >= 0) {
        int one = next;
        int other = sibling[one];
        next = other < 0 ? -1 : sibling[other];
        sibling[one] = -1;
        int pair = one;
        if (other >= 0) {
          sibling[other] = -1;
          pair = meld(one, other);
        }
        sibling[pair] = pairs;
        pairs = pair;
      }
      int heap = -1;
      while (pairs >= 0) {
        int pair = pairs;
        pairs = sibling[pair];
        sibling[pair] = -1;
        heap = meld(heap, pair);
      }
      return heap;
    }
  }
}
