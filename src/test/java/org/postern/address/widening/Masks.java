package org.postern.address.widening;

import java.util.Arrays;

/** Sets of at most 16 neighbouring addresses as the bits of a number: what brute force works on. */
final class Masks {
  static final int NONE = 1000;

  private Masks() {}

  /** The fewest prefixes that hold these bits of an aligned block of so many. */
  static int prefixes(int mask, int size) {
    int all = (1 << size) - 1;
    if ((mask & all) == 0 || (mask & all) == all) {
      return (mask & all) == 0 ? 0 : 1;
    }
    return prefixes(mask, size / 2) + prefixes(mask >>> (size / 2), size / 2);
  }

  /** The fewest runs of bits. */
  static int runs(int mask) {
    return Integer.bitCount(mask & ~(mask << 1));
  }

  /**
   * For each number of entries and each set of 16, how many addresses the smallest set with no more
   * entries holds that holds all of it: the minimum over all supersets, bit by bit.
   */
  static byte[][] smallestSupersets(int mostEntries) {
    byte[][] smallest = new byte[mostEntries + 1][1 << 16];
    for (int entries = 0; entries <= mostEntries; entries++) {
      byte[] row = smallest[entries];
      Arrays.fill(row, (byte) 100);
      for (int mask = 0; mask < row.length; mask++) {
        if (prefixes(mask, 16) <= entries) {
          row[mask] = (byte) Integer.bitCount(mask);
        }
      }
      for (int bit = 0; bit < 16; bit++) {
        for (int mask = 0; mask < row.length; mask++) {
          row[mask] = (byte) Math.min(row[mask], row[mask | 1 << bit]);
        }
      }
    }
    return smallest;
  }

  /** By number of prefixes the fewest extra addresses, over all supersets that never meet some. */
  static int[] bySupersets(int mask, int never, int size) {
    int[] least = new int[size + 1];
    Arrays.fill(least, NONE);
    int free = ((1 << size) - 1) & ~mask & ~never;
    for (int more = free; ; more = (more - 1) & free) {
      improve(least, prefixes(mask | more, size), Integer.bitCount(more));
      if (more == 0) {
        return falling(least);
      }
    }
  }

  /** The same for runs. */
  static int[] byRuns(int mask, int never, int size) {
    int[] least = new int[size + 1];
    Arrays.fill(least, NONE);
    int free = ((1 << size) - 1) & ~mask & ~never;
    for (int more = free; ; more = (more - 1) & free) {
      improve(least, runs(mask | more), Integer.bitCount(more));
      if (more == 0) {
        return falling(least);
      }
    }
  }

  /** The same over all choices of blocks of at most so many that are the smallest of some bits. */
  static int[] byBlocks(int mask, int never, int widest, int size) {
    int[] blocks = new int[size];
    int count = 0;
    for (int length = 2; length <= Math.min(widest, size); length *= 2) {
      for (int at = 0; at < size; at += length) {
        int half = (1 << (length / 2)) - 1;
        int low = half << at;
        int high = low << (length / 2);
        if ((mask & low) != 0 && (mask & high) != 0 && (never & (low | high)) == 0) {
          blocks[count++] = low | high;
        }
      }
    }
    int[] least = new int[size + 1];
    Arrays.fill(least, NONE);
    for (int choice = 0; choice < 1 << count; choice++) {
      int widened = mask;
      for (int block = 0; block < count; block++) {
        widened |= (choice >> block & 1) == 1 ? blocks[block] : 0;
      }
      improve(least, prefixes(widened, size), Integer.bitCount(widened & ~mask));
    }
    return falling(least);
  }

  private static void improve(int[] least, int entries, int extra) {
    least[entries] = Math.min(least[entries], extra);
  }

  /** More entries never cost more. */
  private static int[] falling(int[] least) {
    for (int entries = 1; entries < least.length; entries++) {
      least[entries] = Math.min(least[entries], least[entries - 1]);
    }
    return least;
  }
}
