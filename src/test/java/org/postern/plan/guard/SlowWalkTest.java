package org.postern.plan.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.plan.Settled;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.SizeSample;

/** No series of small steps walks past the guards within a week. */
class SlowWalkTest {
  private static final Instant NOW = Story.START;

  @ParameterizedTest
  @CsvSource({"1, 166", "24, 7"})
  void twoHundredDoNotBecomeThree(int hours, int steps) {
    Story story = new Story().keeping(Duration.ZERO).answers(Story.many(200));
    story.apply();
    int size = 200;
    for (int step = 1; step <= steps; step++) {
      size = 200 - 197 * step / steps;
      Settled settled = story.later(Duration.ofHours(hours)).answers(Story.many(size)).apply();
      assertEquals(size < 100, !settled.pending().isEmpty(), "at " + size);
      assertTrue(Story.inForce(settled).size() >= 100, "at " + size);
    }
    assertEquals(3, size);
    Settled monthsLater = story.later(Duration.ofDays(90)).apply();
    assertFalse(monthsLater.pending().isEmpty(), "waiting is no approval");
    assertTrue(Story.inForce(monthsLater).size() >= 100);
  }

  @Test
  void twoHundredDoNotBecomeTenThousand() {
    Story story = new Story().answers(Story.many(200));
    story.apply();
    for (int size = 250; size < 10_000; size = size * 5 / 4) {
      story.later(Duration.ofHours(8)).answers(Story.many(size)).apply();
    }
    Settled settled = story.later(Duration.ofHours(8)).answers(Story.many(10_000)).apply();
    assertFalse(settled.pending().isEmpty());
    assertTrue(Story.inForce(settled).size() <= 200 + 200 + 16);
  }

  @Test
  void aHostThatSleptStillKnowsWhatItHad() {
    Story story = new Story().answers(Story.many(10));
    story.apply();
    Settled settled = story.later(Duration.ofDays(60)).answers(Story.many(4)).apply();
    assertFalse(settled.pending().isEmpty());
  }

  @Test
  void theWindowIsAWeekAndTheLastSampleBeforeIt() {
    SizeHistory history =
        new SizeHistory(
            List.of(sample(9, 500), sample(8, 400), sample(7, 300), sample(3, 100), sample(1, 200)),
            NOW);
    assertEquals(OptionalInt.of(400), history.widest("s", MemberKind.IP));
    assertEquals(OptionalInt.of(100), history.narrowest("s", MemberKind.IP));
    assertEquals(OptionalInt.empty(), history.widest("s", MemberKind.IP6));
    assertEquals(OptionalInt.empty(), history.widest("t", MemberKind.IP));
  }

  @Test
  void olderSamplesAreForgottenAllButTheLast() {
    SizeHistory history =
        new SizeHistory(
            List.of(
                sample(9, 500),
                new SizeSample("t", MemberKind.IP, NOW.minus(Duration.ofDays(20)), 7, 7),
                sample(8, 400),
                sample(7, 300)),
            NOW);
    assertEquals(
        List.of(7, 400, 300), history.samples().stream().map(SizeSample::entries).toList());
  }

  @Test
  void anUnchangedSizeIsSampledFourTimesADay() {
    Story story = new Story().answers(Story.many(5));
    for (int i = 0; i < 24 * 60; i++) {
      story.later(Duration.ofMinutes(7)).apply();
    }
    int samples = story.memory().samples().size();
    assertTrue(samples >= 26 && samples <= 30, samples + " samples");
  }

  @Test
  void anApprovalForgetsTheSizesBefore() {
    SizeHistory history = new SizeHistory(List.of(sample(2, 500), sample(1, 400)), NOW);
    history.forget("s", MemberKind.IP);
    history.record("s", MemberKind.IP, 3, 3);
    assertEquals(OptionalInt.of(3), history.widest("s", MemberKind.IP));
  }

  @Test
  void nothingIsNotAFirstSize() {
    SizeHistory history = new SizeHistory(List.of(), NOW);
    history.record("s", MemberKind.IP, 0, 0);
    assertEquals(List.of(), history.samples());
  }

  private static SizeSample sample(int daysAgo, int entries) {
    return new SizeSample(
        "s", MemberKind.IP, NOW.minus(Duration.ofDays(daysAgo)), entries, entries);
  }
}
