package org.postern.address.widening;

import java.math.BigInteger;
import java.util.Arrays;

/** Nodes of a forest that are covered wholly, none below another. */
final class Cover {
  private final int[] nodes;
  private final int saved;
  private final BigInteger cost;

  private Cover(int[] nodes, int saved, BigInteger cost) {
    this.nodes = nodes;
    this.saved = saved;
    this.cost = cost;
  }

  /** Returns a cover of no node. */
  static Cover none() {
    return new Cover(new int[0], 0, BigInteger.ZERO);
  }

  /** Returns the nodes in post-order; for the caller to read alone. */
  int[] nodes() {
    return nodes;
  }

  /** Returns the number of entries that the covered nodes save. */
  int saved() {
    return saved;
  }

  /** Returns the number of covered addresses that no leaf holds. */
  BigInteger cost() {
    return cost;
  }

  /** Collects nodes from the root down, in any order. */
  static final class Builder {
    private final Forest forest;
    private int[] nodes = new int[16];
    private int used;

    Builder(Forest forest) {
      this.forest = forest;
    }

    void add(int node) {
      if (used == nodes.length) {
        nodes = Arrays.copyOf(nodes, 2 * used);
      }
      nodes[used++] = node;
    }

    Cover build() {
      int[] covered = Arrays.copyOf(nodes, used);
      Arrays.sort(covered);
      int saved = 0;
      long high = 0;
      long low = 0;
      for (int node : covered) {
        saved += forest.saved(node);
        high = Amounts.plusHigh(high, low, forest.totalHigh(node), forest.totalLow(node));
        low += forest.totalLow(node);
      }
      return new Cover(covered, saved, Amounts.big(high, low));
    }
  }

  /** Returns what is covered when some blocks are chosen, and with each all those below it. */
  static Cover of(Forest forest, int[] ranks, boolean[] chosen) {
    Builder builder = new Builder(forest);
    int[] open = new int[Forest.MOST_DEPTH];
    int size = 0;
    if (forest.size() > 0) {
      open[size++] = forest.size() - 1;
    }
    while (size > 0) {
      int node = open[--size];
      if (ranks[node] >= 0 && chosen[ranks[node]]) {
        builder.add(node);
      } else {
        if (forest.left(node) >= 0) {
          open[size++] = forest.left(node);
        }
        if (forest.right(node) >= 0) {
          open[size++] = forest.right(node);
        }
      }
    }
    return builder.build();
  }
}
