package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** It may be anywhere, also below zero and about to run over. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private final SteadyClock clock = new SteadyClock(nanos::get, NOW);

  @Test
  void timeThatPassesOnBothIsNoJump() {
    assertEquals(Optional.empty(), after(Duration.ofDays(100), Duration.ZERO));
  }

  @Test
  void aLittleIsNoJump() {
    assertEquals(Optional.empty(), after(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    assertEquals(Optional.empty(), after(Duration.ofSeconds(1), Duration.ofSeconds(-60)));
  }

  @Test
  void whatWasSetIsToldOnceWithoutWhatPassed() {
    Duration set = Duration.ofDays(-400);
    assertEquals(Optional.of(set), after(Duration.ofSeconds(10), set));
    assertEquals(Optional.empty(), after(Duration.ofSeconds(10), Duration.ZERO));
    assertEquals(Optional.of(set.negated()), after(Duration.ofSeconds(10), set.negated()));
  }

  private Instant wall = NOW;

  private Optional<Duration> after(Duration passed, Duration set) {
    nanos.addAndGet(passed.toNanos());
    wall = wall.plus(passed).plus(set);
    return clock.jump(wall);
  }
}
