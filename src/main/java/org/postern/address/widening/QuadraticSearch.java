package org.postern.address.widening;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * The plain programme over the tree, for every number of saved entries at once, with amounts of any
 * size. It is quadratic, and so for few entries: those of which {@link FrontierSearch} would have
 * to round the amounts.
 */
final class QuadraticSearch {
  /** The most sums that are computed, which take tenths of a second. */
  private static final long MOST_SUMS = 3_000_000;

  /** The cost where nothing saves just so many; more than any other. */
  private static final BigInteger NONE = BigInteger.TWO.pow(160);

  private final Forest forest;

  /**
   * The number of entries that the left part saves, for each node by the entries saved in all; -1
   * when all is covered.
   */
  private final int[][] lefts;

  /** The least cost of the whole forest, by saved entries. */
  private final BigInteger[] costs;

  private QuadraticSearch(Forest forest) {
    this.forest = forest;
    this.lefts = new int[forest.size()][];
    this.costs = solve();
  }

  /** Solves a forest, if it is small enough. */
  static Optional<QuadraticSearch> of(Forest forest) {
    long sums = 0;
    for (int node = 0; node < forest.size() && sums <= MOST_SUMS; node++) {
      long left = 1L + savedBelow(forest, forest.left(node));
      sums += left * (1L + savedBelow(forest, forest.right(node)));
    }
    return forest.size() == 0 || sums > MOST_SUMS
        ? Optional.empty()
        : Optional.of(new QuadraticSearch(forest));
  }

  private static int savedBelow(Forest forest, int node) {
    return node < 0 ? 0 : forest.saved(node);
  }

  private BigInteger[] solve() {
    BigInteger[] leaf = {BigInteger.ZERO};
    BigInteger[][] parts = new BigInteger[Forest.MOST_DEPTH][];
    int waiting = 0;
    for (int node = 0; node < forest.size(); node++) {
      BigInteger[] right = forest.right(node) < 0 ? leaf : parts[--waiting];
      BigInteger[] left = forest.left(node) < 0 ? leaf : parts[--waiting];
      parts[waiting++] = combine(node, left, right);
    }
    return parts[0];
  }

  private BigInteger[] combine(int node, BigInteger[] left, BigInteger[] right) {
    int most = forest.saved(node);
    BigInteger[] sums = new BigInteger[most + 1];
    Arrays.fill(sums, NONE);
    int[] from = new int[most + 1];
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right.length; j++) {
        BigInteger sum = left[i].add(right[j]);
        if (sum.compareTo(sums[i + j]) < 0) {
          sums[i + j] = sum;
          from[i + j] = i;
        }
      }
    }
    if (forest.mayCover(node)) {
      sums[most] = Amounts.big(forest.totalHigh(node), forest.totalLow(node));
      from[most] = -1;
    }
    lefts[node] = from;
    return sums;
  }

  /** Returns the cheapest cover that saves so many entries at least; there must be one. */
  Cover saving(int wanted) {
    int best = wanted;
    for (int saved = wanted + 1; saved < costs.length; saved++) {
      best =
          costs[saved].compareTo(NONE) < 0 && costs[saved].compareTo(costs[best]) <= 0
              ? saved
              : best;
    }
    return cover(best);
  }

  /** Returns the cover that saves most among those that cost no more than an amount. */
  Cover within(BigInteger most) {
    int saved = costs.length - 1;
    while (saved > 0 && costs[saved].compareTo(most) > 0) {
      saved--;
    }
    return cover(saved);
  }

  private Cover cover(int saved) {
    Cover.Builder builder = new Cover.Builder(forest);
    int[] nodes = new int[Forest.MOST_DEPTH];
    int[] wanted = new int[Forest.MOST_DEPTH];
    nodes[0] = forest.size() - 1;
    wanted[0] = saved;
    int open = 1;
    while (open > 0) {
      int node = nodes[--open];
      int all = wanted[open];
      int left = lefts[node][all];
      if (left < 0) {
        builder.add(node);
        continue;
      }
      if (forest.left(node) >= 0) {
        nodes[open] = forest.left(node);
        wanted[open++] = left;
      }
      if (forest.right(node) >= 0) {
        nodes[open] = forest.right(node);
        wanted[open++] = all - left;
      }
    }
    return builder.build();
  }
}
