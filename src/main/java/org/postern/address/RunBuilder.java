package org.postern.address;

import java.util.Arrays;

/**
 * Collects runs in the order of their first addresses, overlapping or not, and merges them as they
 * come. {@link IpCollector} and {@link Ip6Collector} bring others into that order.
 */
final class RunBuilder implements IntervalConsumer {
  private final Family family;
  private final int stride;
  private long[] words;
  private int used;
  private boolean handedOut;

  RunBuilder(Family family, int expectedRuns) {
    this.family = family;
    this.stride = Runs.stride(family);
    this.words = new long[expectedRuns * stride];
  }

  @Override
  public void accept(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    add(firstHigh, firstLow, lastHigh, lastLow);
  }

  void add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    if (used > 0) {
      if (Unsigned.compare(firstHigh, firstLow, startHigh(), startLow()) < 0) {
        throw new IllegalStateException("a run below the one before it");
      }
      if (reachedBy(firstHigh, firstLow)) {
        extendTo(lastHigh, lastLow);
        return;
      }
    }
    append(firstHigh, firstLow, lastHigh, lastLow);
  }

  /** Adds one run of another. */
  void add(Runs runs, int run) {
    int first = 2 * run;
    add(runs.high(first), runs.low(first), runs.high(first + 1), runs.low(first + 1));
  }

  /** Adds intervals, each as a run takes its words; those in order and apart are copied. */
  void addAll(long[] intervals) {
    for (int at = 0; at < intervals.length; at += stride) {
      if (stride == 4) {
        add(intervals[at], intervals[at + 1], intervals[at + 2], intervals[at + 3]);
      } else if (used > 0 && intervals[at] > words[used - 1] + 1 && used + 2 <= words.length) {
        words[used] = intervals[at];
        words[used + 1] = intervals[at + 1];
        used += 2;
      } else {
        add(0, intervals[at], 0, intervals[at + 1]);
      }
    }
  }

  Runs build() {
    handedOut = used == words.length;
    return new Runs(family, handedOut ? words : Arrays.copyOf(words, used));
  }

  /** Tells whether a number at or above the start of the newest run is in it or just behind it. */
  private boolean reachedBy(long high, long low) {
    long endHigh = endHigh();
    long endLow = words[used - 1];
    // The number behind the last of all wraps to zero, which the comparison has caught before.
    return Unsigned.compare(high, low, endHigh, endLow) <= 0
        || (low == endLow + 1 && high == Unsigned.nextHigh(endHigh, endLow));
  }

  private void extendTo(long high, long low) {
    if (Unsigned.compare(high, low, endHigh(), words[used - 1]) > 0) {
      if (handedOut) {
        words = words.clone();
        handedOut = false;
      }
      words[used - 1] = low;
      if (family == Family.IP6) {
        words[used - 2] = high;
      }
    }
  }

  private void append(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    if (used + stride > words.length) {
      words = Arrays.copyOf(words, Math.max(8 * stride, Math.multiplyExact(words.length, 2)));
    }
    if (family == Family.IP6) {
      words[used] = firstHigh;
      words[used + 1] = firstLow;
      words[used + 2] = lastHigh;
    } else {
      words[used] = firstLow;
    }
    words[used + stride - 1] = lastLow;
    used += stride;
  }

  private long startHigh() {
    return family == Family.IP6 ? words[used - 4] : 0;
  }

  private long startLow() {
    return family == Family.IP6 ? words[used - 3] : words[used - 2];
  }

  private long endHigh() {
    return family == Family.IP6 ? words[used - 2] : 0;
  }
}
