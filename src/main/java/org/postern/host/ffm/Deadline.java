package org.postern.host.ffm;

import java.time.Duration;

/**
 * A moment until which several calls may take together.
 *
 * @param end on the clock of {@link System#nanoTime}
 */
record Deadline(long end) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Returns the nanoseconds left, none at the least. */
  long left() {
    return Math.max(0, end - System.nanoTime());
  }

  /** Returns the nanoseconds left; ETIMEDOUT for what was meant to be done when there are none. */
  long left(String operation) throws ErrnoException {
    long left = left();
    if (left == 0) {
      throw new ErrnoException(Errno.ETIMEDOUT, operation);
    }
    return left;
  }
}
