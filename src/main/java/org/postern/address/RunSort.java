package org.postern.address;

import java.util.Arrays;

/**
 * Sorts rows of words in place by the 128-bit number in their first two words: by digits from the
 * first bit in which rows differ, few rows by insertion. Linear for any input, a hostile one too.
 */
final class RunSort {
  private static final int FEW = 24;
  private static final int DIGIT = 8;
  private static final int VALUES = 1 << DIGIT;

  /**
   * The number of rows that are no longer near the processor: copied there and back they move
   * faster.
   */
  private static final int FAR = 1 << 13;

  private final long[] words;
  private final int stride;
  private final long[] held;

  /** The places where the rows of each value end, level by level; the next row goes there. */
  private final int[][] ends = new int[2 * Long.SIZE / DIGIT][];

  private final int[] places = new int[VALUES];
  private long[] spare = new long[0];

  private RunSort(long[] words, int stride) {
    this.words = words;
    this.stride = stride;
    this.held = new long[stride];
  }

  /**
   * Sorts rows.
   *
   * @param used how many words of the array are rows
   * @param stride how many words a row takes, at least two
   */
  static void sort(long[] words, int used, int stride) {
    new RunSort(words, stride).sort(0, used, 0);
  }

  private void sort(int from, int to, int level) {
    if (to - from <= FEW * stride) {
      insert(from, to);
      return;
    }
    long high = 0;
    long low = 0;
    for (int at = from; at < to; at += stride) {
      high |= words[at] ^ words[from];
      low |= words[at + 1] ^ words[from + 1];
    }
    if ((high | low) == 0) {
      return;
    }
    int varying = 2 * Long.SIZE - Unsigned.leadingZeros(high, low);
    int[] bounds = bounds(from, to, Math.max(0, varying - DIGIT), level);
    if (to - from > FAR * stride) {
      scatter(from, to, Math.max(0, varying - DIGIT));
    } else {
      exchange(bounds, Math.max(0, varying - DIGIT));
    }
    int start = from;
    for (int end : bounds) {
      if (end - start > stride) {
        sort(start, end, level + 1);
      }
      start = end;
    }
  }

  /** Returns the places where the rows of each value of a digit will end. */
  private int[] bounds(int from, int to, int behind, int level) {
    if (ends[level] == null) {
      ends[level] = new int[VALUES];
    }
    int[] bounds = ends[level];
    Arrays.fill(bounds, 0);
    for (int at = from; at < to; at += stride) {
      bounds[digit(at, behind)] += stride;
    }
    int place = from;
    for (int value = 0; value < VALUES; value++) {
      places[value] = place;
      place += bounds[value];
      bounds[value] = place;
    }
    return bounds;
  }

  private void scatter(int from, int to, int behind) {
    if (spare.length == 0) {
      spare = new long[to - from];
    }
    for (int at = from; at < to; at += stride) {
      int value = digit(at, behind);
      int place = places[value] - from;
      places[value] += stride;
      for (int part = 0; part < stride; part++) {
        spare[place + part] = words[at + part];
      }
    }
    System.arraycopy(spare, 0, words, from, to - from);
  }

  private void exchange(int[] bounds, int behind) {
    for (int value = 0; value < VALUES; value++) {
      while (places[value] < bounds[value]) {
        int wanted = digit(places[value], behind);
        if (wanted != value) {
          swap(places[value], places[wanted]);
        }
        places[wanted] += stride;
      }
    }
  }

  private int digit(int at, int behind) {
    long shifted =
        behind >= Long.SIZE
            ? words[at] >>> (behind - Long.SIZE)
            : behind == 0 ? words[at + 1] : words[at + 1] >>> behind | words[at] << -behind;
    return (int) shifted & VALUES - 1;
  }

  private void swap(int one, int other) {
    for (int part = 0; part < stride; part++) {
      long word = words[one + part];
      words[one + part] = words[other + part];
      words[other + part] = word;
    }
  }

  private void insert(int from, int to) {
    for (int at = from + stride; at < to; at += stride) {
      if (isBelow(words[at], words[at + 1], at - stride)) {
        System.arraycopy(words, at, held, 0, stride);
        int place = at - stride;
        while (place > from && isBelow(held[0], held[1], place - stride)) {
          place -= stride;
        }
        System.arraycopy(words, place, words, place + stride, at - place);
        System.arraycopy(held, 0, words, place, stride);
      }
    }
  }

  private boolean isBelow(long high, long low, int at) {
    return Unsigned.compare(high, low, words[at], words[at + 1]) < 0;
  }
}
