package org.postern.address;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects IPv4 intervals in any order. A small number is kept in an array and sorted at the end; a
 * larger one goes into {@link IpBuckets}.
 */
final class IpCollector {
  /** The number of intervals up to which a sort costs less than the tables of the buckets. */
  private static final int FEW = 1 << 12;

  private static final int FIRST_SIZE = 8;

  /**
   * The intervals, one a word: the first address in the upper 32 bits, the last in the lower 32, so
   * that the order of unsigned numbers is the order of intervals.
   */
  private long[] words = new long[0];

  private int used;
  private boolean sorted = true;
  private @Nullable IpBuckets buckets;

  /** Adds an interval; both ends are unsigned numbers and inclusive. */
  void add(int first, int last) {
    IpBuckets many = buckets;
    if (many != null) {
      many.add(first, last);
    } else {
      append(Integer.toUnsignedLong(first), Integer.toUnsignedLong(last));
    }
  }

  void addAll(Runs runs) {
    for (int run = 0; run < runs.count(); run++) {
      add((int) runs.low(2 * run), (int) runs.low(2 * run + 1));
    }
  }

  /** Passes the addresses added so far to a consumer as the fewest intervals; more can be added. */
  void forEach(IntervalConsumer consumer) {
    IpRunMerger runs = new IpRunMerger(consumer);
    IpBuckets many = buckets;
    if (many != null) {
      many.forEach(runs);
    } else {
      forEachOfFew(runs);
    }
    runs.end();
  }

  private void forEachOfFew(IpRunMerger runs) {
    if (!sorted) {
      sort();
    }
    for (int index = 0; index < used; index++) {
      runs.add(first(words[index]), last(words[index]));
    }
  }

  /** Returns the addresses added so far as the fewest intervals; more can be added. */
  Runs build() {
    if (isEmpty()) {
      return Runs.none(Family.IP);
    }
    RunBuilder runs = new RunBuilder(Family.IP, used);
    forEach(runs);
    return runs.build();
  }

  boolean isEmpty() {
    return used == 0 && buckets == null;
  }

  private void append(long first, long last) {
    if (used > 0 && first < first(words[used - 1])) {
      sorted = false;
    }
    if (used == FEW) {
      spill();
      add((int) first, (int) last);
      return;
    }
    if (used == words.length) {
      words = Arrays.copyOf(words, Math.max(FIRST_SIZE, 2 * used));
    }
    words[used] = first << Integer.SIZE | last;
    used++;
  }

  private void spill() {
    IpBuckets many = new IpBuckets();
    for (int index = 0; index < used; index++) {
      many.add((int) first(words[index]), (int) last(words[index]));
    }
    buckets = many;
    words = new long[0];
    used = 0;
  }

  /** Sorts as unsigned numbers; {@code Arrays.sort} compares signed ones. */
  private void sort() {
    flip();
    Arrays.sort(words, 0, used);
    flip();
    sorted = true;
  }

  private void flip() {
    for (int index = 0; index < used; index++) {
      words[index] ^= Long.MIN_VALUE;
    }
  }

  private static long first(long word) {
    return word >>> Integer.SIZE;
  }

  private static long last(long word) {
    return word & 0xFFFF_FFFFL;
  }
}
