package org.postern.address;

import java.util.Arrays;

/**
 * Sorts intervals by their ends, some bits at a time from the lowest: linear for any input, and
 * bytes of IPv6 in which all agree cost nothing.
 */
final class BoundsSort {
  private final Bounds bounds;
  private final long[] words;
  private final int stride;

  /**
   * Creates the sort of some intervals.
   *
   * @param words the ends of the intervals, {@code stride} words an interval
   */
  BoundsSort(Bounds bounds, long[] words, int stride) {
    this.bounds = bounds;
    this.words = words;
    this.stride = stride;
  }

  /** Positions, the lowest interval first; equal ones keep their order. */
  int[] ascending() {
    int[] order = stride == 2 ? ascendingNumbers() : ascending(stride / 2);
    return isAscendingBySize(order) ? order : ascending(stride);
  }

  /** Sorts numbers of 32 bits, each with its position behind it, by eleven bits at a time. */
  private int[] ascendingNumbers() {
    long[] numbers = new long[bounds.size()];
    for (int index = 0; index < numbers.length; index++) {
      numbers[index] = words[2 * index] << 32 | index;
    }
    long[] spare = new long[numbers.length];
    for (int shift = 32; shift < 64; shift += 11) {
      int[] places = new int[(1 << 11) + 1];
      for (long number : numbers) {
        places[(int) (number >>> shift & 0x7FF) + 1]++;
      }
      for (int value = 0; value < 1 << 11; value++) {
        places[value + 1] += places[value];
      }
      for (long number : numbers) {
        spare[places[(int) (number >>> shift & 0x7FF)]++] = number;
      }
      long[] swap = numbers;
      numbers = spare;
      spare = swap;
    }
    int[] order = new int[numbers.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) numbers[i];
    }
    return order;
  }

  /** Sorts by the first words alone. */
  private int[] ascending(int some) {
    int[] order = new int[bounds.size()];
    for (int index = 0; index < order.length; index++) {
      order[index] = index;
    }
    int[] spare = new int[order.length];
    for (int word = some - 1; word >= 0; word--) {
      long varying = varyingBits(word);
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        if ((varying >>> shift & 0xFF) != 0) {
          scatter(order, spare, word, shift);
          int[] swap = order;
          order = spare;
          spare = swap;
        }
      }
    }
    return order;
  }

  /**
   * Tells whether the order is ascending by size as well: most lists name no two intervals that
   * begin alike.
   */
  private boolean isAscendingBySize(int[] order) {
    if (stride == 2) {
      return isAscendingNumbers(order);
    }
    for (int index = 1; index < order.length; index++) {
      if (bounds.compare(order[index - 1], bounds, order[index]) > 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isAscendingNumbers(int[] order) {
    long first = -1;
    long last = -1;
    for (int index : order) {
      long nextFirst = words[2 * index];
      long nextLast = words[2 * index + 1];
      if (nextFirst < first || (nextFirst == first && nextLast < last)) {
        return false;
      }
      first = nextFirst;
      last = nextLast;
    }
    return true;
  }

  /**
   * Returns the positions in their order without those of intervals that are there before already.
   */
  int[] distinct(int[] order) {
    int count = Math.min(1, order.length);
    for (int index = 1; index < order.length; index++) {
      if (differs(order[count - 1] * stride, order[index] * stride)) {
        order[count++] = order[index];
      }
    }
    return count == order.length ? order : Arrays.copyOf(order, count);
  }

  private boolean differs(int at, int other) {
    return words[at] != words[other]
        || words[at + 1] != words[other + 1]
        || (stride == 4
            && (words[at + 2] != words[other + 2] || words[at + 3] != words[other + 3]));
  }

  private long varyingBits(int word) {
    long varying = 0;
    for (int at = word; at < words.length; at += stride) {
      varying |= words[at] ^ words[word];
    }
    return varying;
  }

  private void scatter(int[] from, int[] to, int word, int shift) {
    int[] places = new int[257];
    for (int at = word; at < words.length; at += stride) {
      places[(int) (words[at] >>> shift & 0xFF) + 1]++;
    }
    for (int value = 0; value < 256; value++) {
      places[value + 1] += places[value];
    }
    for (int index : from) {
      to[places[(int) (words[index * stride + word] >>> shift & 0xFF)]++] = index;
    }
  }
}
