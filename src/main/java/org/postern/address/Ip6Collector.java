package org.postern.address;

import java.util.Arrays;

/**
 * Collects IPv6 intervals in any order, single addresses apart from the rest, each kind in rows
 * that are sorted at the end if they did not come in order.
 */
final class Ip6Collector {
  private final Rows singles = new Rows(2);
  private final Rows ranges = new Rows(4);

  /** Adds the addresses from one to another. */
  void add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    if (firstLow == lastLow && firstHigh == lastHigh) {
      singles.add(firstHigh, firstLow);
    } else {
      ranges.add(firstHigh, firstLow, lastHigh, lastLow);
    }
  }

  void addAll(Runs runs) {
    for (int run = 0; run < runs.count(); run++) {
      int first = 2 * run;
      add(runs.high(first), runs.low(first), runs.high(first + 1), runs.low(first + 1));
    }
  }

  /** Hands out the fewest intervals of all that were added so far; more can be added. */
  void forEach(IntervalConsumer consumer) {
    singles.sort();
    ranges.sort();
    Ip6RunMerger runs = new Ip6RunMerger(consumer);
    int range = 0;
    for (int single = 0; single < singles.used; single += 2) {
      long high = singles.words[single];
      long low = singles.words[single + 1];
      while (range < ranges.used && ranges.isBelow(range, high, low)) {
        range = ranges.handOut(range, runs);
      }
      runs.accept(high, low, high, low);
    }
    while (range < ranges.used) {
      range = ranges.handOut(range, runs);
    }
    runs.end();
  }

  /** Returns the fewest intervals of all that were added so far; more can be added. */
  Runs build() {
    if (isEmpty()) {
      return Runs.none(Family.IP6);
    }
    RunBuilder runs = new RunBuilder(Family.IP6, singles.used / 2 + ranges.used / 4);
    forEach(runs);
    return runs.build();
  }

  boolean isEmpty() {
    return singles.used == 0 && ranges.used == 0;
  }

  /** Rows of words in one array. */
  private static final class Rows {
    private static final int FIRST_SIZE = 8;

    /**
     * The number of words from which on rows that are there twice are taken out before there is
     * more room.
     */
    private static final int MANY = 1 << 23;

    private final int stride;
    private long[] words = new long[0];
    private int used;
    private boolean sorted = true;

    Rows(int stride) {
      this.stride = stride;
    }

    void add(long high, long low) {
      grow(high, low);
      words[used] = high;
      words[used + 1] = low;
      used += 2;
    }

    void add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
      grow(firstHigh, firstLow);
      words[used] = firstHigh;
      words[used + 1] = firstLow;
      words[used + 2] = lastHigh;
      words[used + 3] = lastLow;
      used += 4;
    }

    private void grow(long high, long low) {
      if (used == words.length) {
        makeRoom();
      }
      if (used > 0 && sorted) {
        sorted = Unsigned.compare(words[used - stride], words[used - stride + 1], high, low) <= 0;
      }
    }

    private void makeRoom() {
      if (used >= MANY) {
        sort();
        removeDuplicates();
      }
      if (used >= words.length / 2) {
        words = Arrays.copyOf(words, Math.max(FIRST_SIZE * stride, Math.multiplyExact(used, 2)));
      }
    }

    void sort() {
      if (!sorted) {
        RunSort.sort(words, used, stride);
        sorted = true;
      }
    }

    private void removeDuplicates() {
      int kept = stride;
      for (int at = stride; at < used; at += stride) {
        if (Arrays.compare(words, at, at + stride, words, kept - stride, kept) != 0) {
          System.arraycopy(words, at, words, kept, stride);
          kept += stride;
        }
      }
      used = kept;
    }

    /** Tells whether a row starts below a number. */
    boolean isBelow(int at, long high, long low) {
      return Unsigned.compare(words[at], words[at + 1], high, low) < 0;
    }

    /** Hands out the interval of a row, and tells where the next row is. */
    int handOut(int at, Ip6RunMerger runs) {
      runs.accept(words[at], words[at + 1], words[at + 2], words[at + 3]);
      return at + stride;
    }
  }
}
