package org.postern.address;

import java.util.Arrays;

/**
 * Collects runs in any order and makes them canonical. Runs that arrive in order are merged as they
 * come, and nothing is sorted then.
 */
final class RunBuilder {
  private final Family family;
  private final int stride;
  private long[] words;
  private int used;
  private boolean sorted = true;
  private boolean handedOut;

  RunBuilder(Family family, int expectedRuns) {
    this.family = family;
    this.stride = Runs.stride(family);
    this.words = new long[expectedRuns * stride];
  }

  void add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    if (used > 0) {
      if (Unsigned.compare(firstHigh, firstLow, startHigh(), startLow()) < 0) {
        sorted = false;
      } else if (reachedBy(firstHigh, firstLow)) {
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

  void addAll(Runs runs) {
    for (int run = 0; run < runs.count(); run++) {
      add(runs, run);
    }
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
    if (!sorted) {
      return RunSort.merged(family, words, used);
    }
    handedOut = used == words.length;
    return new Runs(family, handedOut ? words : Arrays.copyOf(words, used));
  }

  /** Whether a number at or above the start of the newest run is in it or just behind it. */
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
