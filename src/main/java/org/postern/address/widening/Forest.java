package org.postern.address.widening;

import java.math.BigInteger;
import org.postern.address.Family;

/**
 * The inner nodes over the leaves, numbered in post-order: children before parents, and the root
 * last. A node is the longest common prefix of its leaves. One that may be covered has a profit,
 * how many entries it saves beyond those that the nodes below it save, and a cost, the addresses
 * that it covers beyond theirs.
 *
 * <p>Between IPv4 and IPv6 stands a node that is never covered.
 */
final class Forest {
  /** A number of nodes that no path from the root to a leaf reaches. */
  static final int MOST_DEPTH = 256;

  private final Leaves leaves;
  private final WideningTask task;
  private final int[] first;
  private final int[] split;
  private final int[] last;
  private final byte[] length;
  private final int[] profit;
  private final long[] costHigh;
  private final long[] costLow;
  private int nodes;

  private Forest(Leaves leaves, WideningTask task) {
    this.leaves = leaves;
    this.task = task;
    int most = Math.max(0, leaves.count() - 1);
    this.first = new int[most];
    this.split = new int[most];
    this.last = new int[most];
    this.length = new byte[most];
    this.profit = new int[most];
    this.costHigh = new long[most];
    this.costLow = new long[most];
  }

  /** Returns the forest over the minimal prefixes of the task's set. */
  static Forest of(WideningTask task) {
    return of(new Leaves(task.set(), task.widenable()), task, -1L, -1L);
  }

  private static Forest of(Leaves leaves, WideningTask task, long mostHigh, long mostLow) {
    Forest forest = new Forest(leaves, task);
    forest.new Building(mostHigh, mostLow).run();
    return forest;
  }

  /** Returns a copy in which no node may be covered that costs more, with all below it. */
  Forest cutAbove(BigInteger most) {
    return of(leaves, task, most.shiftRight(Long.SIZE).longValue(), most.longValue());
  }

  Leaves leaves() {
    return leaves;
  }

  WideningTask task() {
    return task;
  }

  int size() {
    return nodes;
  }

  boolean mayCover(int node) {
    return profit[node] > 0;
  }

  int profit(int node) {
    return profit[node];
  }

  long costHigh(int node) {
    return costHigh[node];
  }

  long costLow(int node) {
    return costLow[node];
  }

  /** Returns the first leaf below a node. */
  int first(int node) {
    return first[node];
  }

  /** Returns the last leaf below a node. */
  int last(int node) {
    return last[node];
  }

  /** Returns how many entries a node and all below it save. */
  int saved(int node) {
    return last[node] - first[node];
  }

  /** Returns the left child, negative if that is a leaf. */
  int left(int node) {
    return split[node] > first[node] ? node - (last[node] - split[node]) : -1;
  }

  /** Returns the right child, negative if that is a leaf. */
  int right(int node) {
    return last[node] > split[node] + 1 ? node - 1 : -1;
  }

  /** Returns how long its block is, if it may be covered. */
  int length(int node) {
    return Byte.toUnsignedInt(length[node]);
  }

  /** Returns the high word of what a node and all below it cost. */
  long totalHigh(int node) {
    int hostBits = hostBits(node);
    return Amounts.minusHigh(
        Amounts.powerHigh(hostBits),
        Amounts.powerLow(hostBits),
        leaves.sizeHigh(first[node], last[node] + 1),
        leaves.sizeLow(first[node], last[node] + 1));
  }

  /** Returns the low word of that number. */
  long totalLow(int node) {
    return Amounts.powerLow(hostBits(node)) - leaves.sizeLow(first[node], last[node] + 1);
  }

  private int hostBits(int node) {
    return leaves.family(first[node]).bits() - length(node);
  }

  /** Builds the nodes with a stack of those whose right half is still open. */
  private final class Building {
    private final long mostHigh;
    private final long mostLow;
    private final Denied denied;

    /** The leaf behind which an open node parts, and how many bits it shares. */
    private final int[] openAt = new int[MOST_DEPTH];

    private final int[] openShared = new int[MOST_DEPTH];
    private int open;

    /** Finished parts, each a leaf or a node with all below it. */
    private final int[] partFirst = new int[MOST_DEPTH];

    private final int[] partLength = new int[MOST_DEPTH];
    private final boolean[] partBlocked = new boolean[MOST_DEPTH];

    /** The costs and savings of nodes that can be covered only with one above them. */
    private final long[] waitingHigh = new long[MOST_DEPTH];

    private final long[] waitingLow = new long[MOST_DEPTH];
    private final int[] waiting = new int[MOST_DEPTH];
    private int parts;

    Building(long mostHigh, long mostLow) {
      this.mostHigh = mostHigh;
      this.mostLow = mostLow;
      this.denied = new Denied(task.never());
    }

    void run() {
      int count = leaves.count();
      for (int leaf = 0; leaf < count; leaf++) {
        push(leaf);
        int shared = leaf + 1 < count ? leaves.shared(leaf) : -2;
        while (open > 0 && openShared[open - 1] > shared) {
          close(leaf);
        }
        openAt[open] = leaf;
        openShared[open++] = shared;
      }
    }

    private void push(int leaf) {
      partFirst[parts] = leaf;
      partLength[parts] = leaves.length(leaf);
      partBlocked[parts] = false;
      clearWaiting(parts++);
    }

    private void clearWaiting(int part) {
      waitingHigh[part] = 0;
      waitingLow[part] = 0;
      waiting[part] = 0;
    }

    /** Finishes the innermost open node, whose last leaf this is. */
    private void close(int leaf) {
      int node = nodes++;
      int right = --parts;
      int left = right - 1;
      int shared = openShared[--open];
      first[node] = partFirst[left];
      split[node] = openAt[open];
      last[node] = leaf;
      length[node] = (byte) Math.max(0, shared);
      boolean blocked = shared < 0 || partBlocked[left] || partBlocked[right];
      if (!blocked) {
        blocked = !cover(node, left, right);
      }
      partLength[left] = Math.max(0, shared);
      partBlocked[left] = blocked;
    }

    /** Tells whether the node can be covered, be it only with one above it. */
    private boolean cover(int node, int left, int right) {
      Family family = leaves.family(first[node]);
      int hostBits = family.bits() - length(node);
      long low = Amounts.powerLow(hostBits);
      long high = Amounts.powerHigh(hostBits);
      for (int part = left; part <= right; part++) {
        int bits = family.bits() - partLength[part];
        high = Amounts.minusHigh(high, low, Amounts.powerHigh(bits), Amounts.powerLow(bits));
        low -= Amounts.powerLow(bits);
      }
      for (int part = left; part <= right; part++) {
        high = Amounts.plusHigh(high, low, waitingHigh[part], waitingLow[part]);
        low += waitingLow[part];
      }
      boolean free = (high | low) == 0;
      if (isTooDear(node) || (!free && (length(node) < task.length(family) || isDenied(node)))) {
        return false;
      }
      int saves = 1 + waiting[left] + waiting[right];
      boolean holdsItself =
          leaves.mayWiden(first[node], split[node] + 1)
              && leaves.mayWiden(split[node] + 1, last[node] + 1);
      clearWaiting(left);
      if (holdsItself || free) {
        profit[node] = saves;
        costHigh[node] = high;
        costLow[node] = low;
      } else {
        waitingHigh[left] = high;
        waitingLow[left] = low;
        waiting[left] = saves;
      }
      return true;
    }

    private boolean isTooDear(int node) {
      return Amounts.compare(totalHigh(node), totalLow(node), mostHigh, mostLow) > 0;
    }

    private boolean isDenied(int node) {
      return !denied.isEmpty() && denied.meets(leaves.prefix(first[node], length(node)).interval());
    }
  }
}
