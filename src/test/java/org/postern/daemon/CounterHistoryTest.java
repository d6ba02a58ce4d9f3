package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.plan.Observation;

class CounterHistoryTest {
  private static final Instant BEGIN = Instant.parse("2026-02-01T00:00:00Z");

  private final CounterHistory history = new CounterHistory();

  private void note(Duration at, long accepted, long refused) {
    history.note(Map.of("smtp", new Observation.Counters(accepted, refused)), BEGIN.plus(at));
  }

  private void assertWindow(Duration since, long accepted, long refused) {
    assertEquals(
        Optional.of(
            new CounterHistory.Window(
                BEGIN.plus(since), Map.of("smtp", new Observation.Counters(accepted, refused)))),
        history.window());
  }

  /** What was there at the first look was counted before, at unknown times. */
  @Test
  void whatWasCountedBeforeTheFirstLookIsLeftOut() {
    assertEquals(Optional.empty(), history.window());
    history.note(Map.of(), BEGIN);
    assertEquals(Optional.empty(), history.window());
    note(Duration.ZERO, 100, 50);
    assertEquals(Optional.of(new CounterHistory.Window(BEGIN, Map.of())), history.window());
    note(Duration.ofMinutes(1), 104, 51);
    assertWindow(Duration.ZERO, 4, 1);
  }

  /** As when rules are made again, or the host boots. */
  @Test
  void countersThatBeganAnewAreAdded() {
    note(Duration.ZERO, 100, 50);
    note(Duration.ofMinutes(1), 110, 55);
    note(Duration.ofMinutes(2), 3, 1);
    history.note(Map.of(), BEGIN.plus(Duration.ofMinutes(3)));
    note(Duration.ofMinutes(4), 4, 1);
    assertWindow(Duration.ZERO, 14, 6);
    history.note(
        Map.of("smtp", new Observation.Counters(4, 1), "other", new Observation.Counters(7, 8)),
        BEGIN.plus(Duration.ofMinutes(5)));
    assertEquals(
        new Observation.Counters(7, 8), history.window().orElseThrow().counters().get("other"));
  }

  @Test
  void sevenDaysAreKept() {
    for (int hour = 0; hour <= 24 * 30; hour++) {
      note(Duration.ofHours(hour), 10L * hour, hour);
    }
    assertWindow(Duration.ofDays(23), 10 * 24 * 7, 24 * 7);
    history.shift(Duration.ofDays(2));
    assertWindow(Duration.ofDays(25), 10 * 24 * 7, 24 * 7);
  }
}
