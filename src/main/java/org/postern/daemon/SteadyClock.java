package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that the clock on the wall was set, by a clock that nobody sets. Ages are counted in time
 * that has passed: a clock that is wrong at boot, and right a minute later, ends nothing early.
 */
final class SteadyClock {
  /** More than this a clock does not run away by itself. */
  private static final Duration JUMP = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private Instant wall;
  private long tick;

  /**
   * From now on.
   *
   * @param nanos a clock that nobody sets, as {@link System#nanoTime}
   */
  SteadyClock(LongSupplier nanos, Instant now) {
    this.nanos = nanos;
    this.wall = now;
    this.tick = nanos.getAsLong();
  }

  /** How far the clock on the wall was set forward since the last look. */
  Optional<Duration> jump(Instant now) {
    long ticked = nanos.getAsLong();
    Duration jump = Duration.between(wall.plusNanos(ticked - tick), now);
    wall = now;
    tick = ticked;
    return jump.abs().compareTo(JUMP) > 0 ? Optional.of(jump) : Optional.empty();
  }
}
