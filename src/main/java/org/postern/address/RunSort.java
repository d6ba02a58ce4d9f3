package org.postern.address;

import java.util.Arrays;

/**
 * Sorts runs that arrived out of order by their first addresses, byte by byte from the lowest:
 * linear for any input, and bytes in which all agree cost nothing.
 */
final class RunSort {
  private static final int BYTE_VALUES = 256;

  private RunSort() {}

  /** The canonical runs of the first {@code used} words, which are left as they are. */
  static Runs merged(Family family, long[] words, int used) {
    int stride = Runs.stride(family);
    long[] sorted = Arrays.copyOf(words, used);
    long[] spare = new long[used];
    for (int word = stride / 2 - 1; word >= 0; word--) {
      long varying = varyingBits(sorted, stride, word);
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        if ((varying >>> shift & 0xFF) != 0) {
          scatter(sorted, spare, stride, word, shift);
          long[] swap = sorted;
          sorted = spare;
          spare = swap;
        }
      }
    }
    RunBuilder merged = new RunBuilder(family, used / stride);
    // In order, but they may overlap still: for the length of this line they are no proper runs.
    merged.addAll(new Runs(family, sorted));
    return merged.build();
  }

  /** The bits of one word of the runs in which not all of them agree. */
  private static long varyingBits(long[] runs, int stride, int word) {
    long varying = 0;
    for (int index = word; index < runs.length; index += stride) {
      varying |= runs[index] ^ runs[word];
    }
    return varying;
  }

  /** Copies the runs in the order of one byte; runs with equal bytes keep their order. */
  private static void scatter(long[] from, long[] to, int stride, int word, int shift) {
    int[] places = new int[BYTE_VALUES + 1];
    for (int index = word; index < from.length; index += stride) {
      places[(int) (from[index] >>> shift & 0xFF) + 1] += stride;
    }
    for (int value = 0; value < BYTE_VALUES; value++) {
      places[value + 1] += places[value];
    }
    for (int run = 0; run < from.length; run += stride) {
      int value = (int) (from[run + word] >>> shift & 0xFF);
      int place = places[value];
      places[value] = place + stride;
      for (int part = 0; part < stride; part++) {
        to[place + part] = from[run + part];
      }
    }
  }
}
