package org.postern.address;

import java.util.Arrays;

/** Collects intervals. Not safe for several threads. */
public final class BoundsBuilder {
  private final Family family;
  private final int stride;
  private long[] words;
  private int used;

  BoundsBuilder(Family family, int expected) {
    this.family = family;
    this.stride = Runs.stride(family);
    this.words = new long[Math.multiplyExact(expected, stride)];
  }

  /** Returns the number of intervals that were added. */
  public int size() {
    return used / stride;
  }

  /** Adds one interval. */
  public BoundsBuilder add(Interval interval) {
    return add(
        interval.first().high(),
        interval.first().low(),
        interval.last().high(),
        interval.last().low());
  }

  /** Adds one interval by its ends; the high words are zero for IPv4. */
  public BoundsBuilder add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
    if (used + stride > words.length) {
      words = Arrays.copyOf(words, Math.max(16 * stride, Math.multiplyExact(words.length, 2)));
    }
    if (family == Family.IP6) {
      words[used] = firstHigh;
      words[used + 1] = firstLow;
      words[used + 2] = lastHigh;
      words[used + 3] = lastLow;
    } else {
      words[used] = firstLow;
      words[used + 1] = lastLow;
    }
    used += stride;
    return this;
  }

  /** Adds one interval of other bounds. */
  public BoundsBuilder add(Bounds bounds, int index) {
    return add(
        bounds.firstHigh(index),
        bounds.firstLow(index),
        bounds.lastHigh(index),
        bounds.lastLow(index));
  }

  /** Adds so many intervals of others from a position on. */
  public BoundsBuilder add(Bounds bounds, int from, int count) {
    int length = count * stride;
    if (used + length > words.length) {
      words = Arrays.copyOf(words, Math.max(used + length, Math.multiplyExact(words.length, 2)));
    }
    System.arraycopy(bounds.words(), from * stride, words, used, length);
    used += length;
    return this;
  }

  /** Returns all that were added so far; the builder can be used on. */
  public Bounds build() {
    // A full array is never written again: the next interval goes into a larger copy.
    return new Bounds(family, used == words.length ? words : Arrays.copyOf(words, used));
  }
}
