package org.postern.source;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a source has said that it has no addresses any more. One such answer may be a slip of a
 * zone's editor or of a resolver; it counts when it was given again and again.
 *
 * @param since the first such answer without another between
 * @param last the last one that counted
 * @param ttl how long that one was good for: an answer within is the same one from a cache
 * @param times how many counted
 */
public record Absence(Instant since, Instant last, Duration ttl, int times) {
  /** How many answers make an absence. */
  public static final int TIMES = 3;

  /** The least time over which the answers are spread. */
  public static final Duration SPAN = Duration.ofHours(1);

  /** Returns the absence after the first answer. */
  public static Absence first(Instant at, Duration ttl) {
    return new Absence(at, at, ttl, 1);
  }

  /** Returns a copy that counts one more answer, unless it may be the last one from a cache. */
  public Absence again(Instant at, Duration ttl) {
    return at.isBefore(last.plus(this.ttl)) || !at.isAfter(last)
        ? this
        : new Absence(since, at, ttl, times + 1);
  }

  /** Returns a copy on a clock that was set forward. */
  Absence shifted(Duration by) {
    return new Absence(since.plus(by), last.plus(by), ttl, times);
  }

  /** Returns a copy in which no time is later than {@code now}. */
  Absence notAfter(Instant now) {
    return new Absence(earlier(since, now), earlier(last, now), ttl, times);
  }

  /** Tells whether it was said often enough, over long enough. */
  public boolean isConfirmed() {
    return times >= TIMES && !last.isBefore(since.plus(SPAN));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
