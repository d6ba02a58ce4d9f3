package org.postern.address;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects IPv4 intervals in any order. The first few are kept as they come and sorted at the end;
 * more of them go into {@link IpBuckets}.
 */
final class IpCollector {
  /** Up to so many a sort costs less than the tables of the buckets. */
  private static final int FEW = 1 << 12;

  private static final int FIRST_SIZE = 8;

  /** An interval each, its first address above its last, so that numbers ascend as intervals do. */
  private long[] words = new long[0];

  private int used;
  private boolean sorted = true;
  private @Nullable IpBuckets buckets;

  /** Adds the addresses from one to another, as unsigned numbers. */
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

  /** Hands out the fewest intervals of all that were added so far; more can be added. */
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

  /** The fewest intervals of all that were added so far; more can be added. */
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

  /** Sorts unsigned numbers. */
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
