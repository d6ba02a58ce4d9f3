package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.plan.ByHand;
import org.postern.plan.Bypass;
import org.postern.plan.Observation;

/** Where the daemon looked on, the last days count; else all that the target has counted. */
class CountedBypassTest {
  @TempDir private Path folder;

  private static Status.TargetStatus target(
      Status status, Optional<CounterHistory.Window> recent, long accepted, long refused) {
    Status.TargetStatus target = status.targets().getFirst();
    return new Status.TargetStatus(
        target.name(),
        target.held(),
        target.why(),
        target.proof(),
        target.provenAt(),
        target.tally(),
        Map.of("smtp", new Observation.Counters(accepted, refused)),
        target.fragments(),
        target.effects(),
        recent,
        target.strangers(),
        ByHand.NONE);
  }

  private static Optional<CounterHistory.Window> window(Instant since, long accepted, long past) {
    return Optional.of(
        new CounterHistory.Window(
            since,
            Map.of(
                "smtp", new Observation.Counters(accepted, past),
                "pop", new Observation.Counters(0, 1_000),
                "dns", new Observation.Counters(1_000, 0))));
  }

  @Test
  void theLastDaysComeFirst() throws IOException {
    Status status = Watched.well(folder).status();
    Instant since = status.at().minus(Duration.ofDays(7));
    assertEquals(
        Optional.of(new CountedBypass(new Bypass(82, 18), Optional.of(since))),
        CountedBypass.of(status, target(status, window(since, 82, 18), 900, 1)));
    assertEquals(
        Optional.of(new CountedBypass(new Bypass(900, 1), Optional.empty())),
        CountedBypass.of(status, target(status, window(since, 0, 0), 900, 1)));
    assertEquals(
        Optional.of(new CountedBypass(new Bypass(900, 1), Optional.empty())),
        CountedBypass.of(status, target(status, Optional.empty(), 900, 1)));
    assertEquals(
        Optional.empty(), CountedBypass.of(status, target(status, Optional.empty(), 0, 0)));
  }
}
