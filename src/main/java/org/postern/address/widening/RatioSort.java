package org.postern.address.widening;

import java.util.Arrays;

/** Sorts by the ratio of an amount to a count, exactly; equal ones keep their order. */
final class RatioSort {
  /** The number of bits of a rough ratio that are sorted by at once; the others hold the place. */
  private static final int ROUGH_BITS = 36;

  private static final int PLACE_BITS = Long.SIZE - 1 - ROUGH_BITS;

  private final long[] high;
  private final long[] low;
  private final int[] count;

  RatioSort(long[] high, long[] low, int[] count) {
    this.high = high;
    this.low = low;
    this.count = count;
  }

  /** Returns the places that are marked by -1, so many, in order. */
  int[] sorted(int[] marks, int size) {
    int[] places = new int[size];
    int used = 0;
    boolean small = marks.length < 1 << PLACE_BITS;
    for (int place = 0; place < marks.length; place++) {
      if (marks[place] == -1 && count[place] > 0) {
        places[used++] = place;
        small &= high[place] == 0 && low[place] >= 0 && low[place] < 1L << 52;
      }
    }
    if (small) {
      sortRoughly(places);
    }
    merge(places, new int[size], 0, size);
    return places;
  }

  /**
   * Sorts by divisions of numbers that a double holds exactly: they are rounded, and never out of
   * order.
   */
  private void sortRoughly(int[] places) {
    long[] keys = new long[places.length];
    for (int i = 0; i < keys.length; i++) {
      long rough = Double.doubleToRawLongBits((double) low[places[i]] / count[places[i]]);
      keys[i] = rough >>> (Long.SIZE - 1 - ROUGH_BITS) << PLACE_BITS | places[i];
    }
    Arrays.sort(keys);
    for (int i = 0; i < keys.length; i++) {
      places[i] = (int) (keys[i] & (1L << PLACE_BITS) - 1);
    }
  }

  /** Sorts exactly; what is in order already costs one comparison a part. */
  private void merge(int[] places, int[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    merge(places, spare, from, middle);
    merge(places, spare, middle, to);
    if (compare(places[middle - 1], places[middle]) <= 0) {
      return;
    }
    System.arraycopy(places, from, spare, from, middle - from);
    int left = from;
    int right = middle;
    int at = from;
    while (left < middle) {
      boolean takeRight = right < to && compare(spare[left], places[right]) > 0;
      places[at++] = takeRight ? places[right++] : spare[left++];
    }
  }

  private int compare(int place, int other) {
    int byRatio =
        Amounts.compareRatios(
            high[place], low[place], count[place], high[other], low[other], count[other]);
    return byRatio != 0 ? byRatio : Integer.compare(place, other);
  }
}
