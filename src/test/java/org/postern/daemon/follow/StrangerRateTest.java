package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How many strangers come in a minute, however often a target is looked at. */
class StrangerRateTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private final StrangerRate rate = new StrangerRate();

  private void note(int second, long sum) {
    rate.note(sum, BEGIN.plusSeconds(second));
  }

  private void assertRate(long perMinute) {
    assertEquals(OptionalLong.of(perMinute), rate.perMinute());
  }

  @Test
  void aMinuteIsToldWhenItHasPassed() {
    assertEquals(OptionalLong.empty(), rate.perMinute());
    note(0, 1_000);
    note(30, 1_500);
    assertEquals(OptionalLong.empty(), rate.perMinute());
    note(60, 1_600);
    assertRate(600);
    note(90, 1_600);
    assertRate(100);
    note(120, 1_600);
    assertRate(0);
  }

  @Test
  void whereLooksAreSeldomItIsTheirAverage() {
    note(0, 0);
    note(600, 6_000);
    assertRate(600);
    note(1_200, 6_000);
    assertRate(0);
  }

  @Test
  void manyLooksTakeNoMoreRoom() {
    for (int second = 0; second < 100_000; second++) {
      note(second, second * 10L);
    }
    assertRate(600);
  }

  @Test
  void otherRulesAreCountedAnew() {
    note(0, 5_000);
    note(60, 5_600);
    note(90, 10);
    assertEquals(OptionalLong.empty(), rate.perMinute());
    note(150, 20);
    assertRate(10);
  }

  @Test
  void aClockThatIsSetIsNoRate() {
    note(0, 0);
    note(60, 600);
    rate.shift(Duration.ofDays(1));
    rate.note(700, BEGIN.plusSeconds(90).plus(Duration.ofDays(1)));
    assertRate(466);
  }
}
