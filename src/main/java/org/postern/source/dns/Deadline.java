package org.postern.source.dns;

import java.time.Duration;

/**
 * The end of the time that a task has, on the monotonic clock.
 *
 * @param nanos the end as a value of {@code System.nanoTime}
 * @param whole the whole time that the task had, for messages
 */
record Deadline(long nanos, Duration whole) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), time);
  }

  /** Returns this deadline, or the one after {@code time} if that is earlier. */
  Deadline butAtMost(Duration time) {
    long other = System.nanoTime() + time.toNanos();
    return other - nanos < 0 ? new Deadline(other, whole) : this;
  }

  /**
   * Returns the deadline of the first of two rounds of questions, so that silence in it leaves time
   * for the second.
   */
  Deadline half() {
    return new Deadline(System.nanoTime() + Math.max(0, leftNanos()) / 2, whole.dividedBy(2));
  }

  boolean passed() {
    return leftNanos() <= 0;
  }

  long leftNanos() {
    return nanos - System.nanoTime();
  }

  /**
   * Returns the time left, rounded up and at least 1, because the sockets of the JDK take 0 for
   * "wait for ever".
   */
  int leftMillis() {
    return Math.clamp((leftNanos() + 999_999) / 1_000_000, 1, Integer.MAX_VALUE);
  }
}
