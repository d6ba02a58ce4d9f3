package org.postern.source.dns;

import java.time.Duration;

/** A moment of the monotonic clock. */
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** This moment, or the one after {@code time} if that is earlier. */
  Deadline butAtMost(Duration time) {
    Deadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
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
