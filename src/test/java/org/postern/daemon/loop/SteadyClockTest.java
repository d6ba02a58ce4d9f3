package org.postern.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void theSteadyTimeIsThatWhichPassed() {
    assertEquals(Optional.empty(), after(Duration.ofDays(100), Duration.ZERO));
    after(Duration.ofDays(1), Duration.ofDays(-4_000));
    assertEquals(Duration.ofDays(101), clock.elapsed());
  }

  @ParameterizedTest
  @ValueSource(longs = {-730_000, -3_600, -61, 61, 3_600, 730_000})
  void aMomentIsMovedByWhicheverClockItIsOf(long seconds) {
    Duration set = Duration.ofSeconds(seconds);
    after(Duration.ofSeconds(10), Duration.ZERO);
    SteadyClock.Moment old = moment();
    pass(Duration.ofMillis(100), Duration.ZERO);
    SteadyClock.Moment lately = moment();
    pass(Duration.ofMillis(50), set);
    SteadyClock.Moment anew = moment();
    pass(Duration.ofMillis(100), Duration.ZERO);
    SteadyClock.Jump jump = clock.jump(wall).orElseThrow();
    assertEquals(set, jump.by());
    for (SteadyClock.Moment one : List.of(old, lately, anew)) {
      SteadyClock.Moment moved = jump.moved(one);
      assertEquals(one.elapsed(), moved.elapsed());
      assertEquals(
          Duration.between(moved.at(), wall),
          clock.elapsed().minus(one.elapsed()),
          "its age stays");
    }
  }

  private Instant wall = NOW;

  private SteadyClock.Moment moment() {
    return new SteadyClock.Moment(wall, clock.elapsed());
  }

  private void pass(Duration passed, Duration set) {
    nanos.addAndGet(passed.toNanos());
    wall = wall.plus(passed).plus(set);
  }

  private Optional<Duration> after(Duration passed, Duration set) {
    pass(passed, set);
    return clock.jump(wall).map(SteadyClock.Jump::by);
  }
}
