package org.postern.source.dns;

import java.time.Duration;

/**
 * A moment of the monotonic clock.
 *
 * @param whole how long there was for all, for messages
 */
record Deadline(long nanos, Duration whole) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), time);
  }

  /** This moment, or the one after {@code time} if that is earlier. */
  Deadline butAtMost(Duration time) {
    long other = System.nanoTime() + time.toNanos();
    return other - nanos < 0 ? new Deadline(other, whole) : this;
  }

  /** For the first of two rounds of questions, so that silence in it leaves time for the second. */
  Deadline half() {
    return new Deadline(System.nanoTime() + Math.max(0, leftNanos()) / 2, whole.dividedBy(2));
  }

  boolean passed() {
    return leftNanos() <= 0;
  }

  long leftNanos() {
    return nanos - System.nanoTime();
  }

  /** Rounded up, and at least 1, because the sockets of the JDK take 0 for "wait for ever". */
  int leftMillis() {
    return Math.clamp((leftNanos() + 999_999) / 1_000_000, 1, Integer.MAX_VALUE);
  }
}
