package org.postern.state;

import java.time.Instant;

/** Dates beside a clock that may have been set. */
final class Dates {
  private Dates() {}

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
