package org.postern.address;

import java.util.Arrays;

/** Sorts runs that arrived out of order, and merges them. */
final class RunSort {
  private RunSort() {}

  /** The canonical runs of the first {@code used} words. */
  static Runs merged(Family family, long[] words, int used) {
    return switch (family) {
      case IP -> narrow(words, used);
      case IP6 -> wide(words, used);
    };
  }

  /** Both ends of an IPv4 run fit one word, and the JDK sorts words faster than we could. */
  private static Runs narrow(long[] words, int used) {
    long[] packed = new long[used / 2];
    for (int index = 0; index < packed.length; index++) {
      packed[index] = (words[2 * index] << 32 | words[2 * index + 1]) ^ Long.MIN_VALUE;
    }
    Arrays.sort(packed);
    RunBuilder merged = new RunBuilder(Family.IP, packed.length);
    for (long run : packed) {
      long ends = run ^ Long.MIN_VALUE;
      merged.add(0, ends >>> 32, 0, ends & 0xFFFF_FFFFL);
    }
    return merged.build();
  }

  private static Runs wide(long[] words, int used) {
    long[] from = Arrays.copyOf(words, used);
    long[] to = new long[used];
    for (int width = 4; width < used; width = (int) Math.min(used, 2L * width)) {
      for (int left = 0; left < used; left += 2 * width) {
        merge(from, to, left, Math.min(left + width, used), Math.min(left + 2 * width, used));
      }
      long[] swap = from;
      from = to;
      to = swap;
    }
    RunBuilder merged = new RunBuilder(Family.IP6, used / 4);
    for (int index = 0; index < used; index += 4) {
      merged.add(from[index], from[index + 1], from[index + 2], from[index + 3]);
    }
    return merged.build();
  }

  /** Merges the sorted parts [left, middle) and [middle, right) by the start of their runs. */
  private static void merge(long[] from, long[] to, int left, int middle, int right) {
    int lower = left;
    int upper = middle;
    for (int target = left; target < right; target += 4) {
      boolean takeLower =
          upper == right
              || (lower < middle
                  && Unsigned.compare(from[lower], from[lower + 1], from[upper], from[upper + 1])
                      <= 0);
      System.arraycopy(from, takeLower ? lower : upper, to, target, 4);
      if (takeLower) {
        lower += 4;
      } else {
        upper += 4;
      }
    }
  }
}
