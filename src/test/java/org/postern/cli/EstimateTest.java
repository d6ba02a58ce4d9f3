package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An estimate is the rate of the last seconds, and nothing where there is none. */
class EstimateTest {
  private final Estimate estimate = new Estimate(1_000);
  private long now;

  /** Each second so many more are done, from what was done before. */
  private long work(int seconds, long from, long each) {
    long done = from;
    for (int i = 0; i < 5 * seconds; i++) {
      now += Duration.ofMillis(200).toNanos();
      done += each / 5;
      estimate.at(now, done);
    }
    return done;
  }

  @Test
  void aSteadyRateGoesOn() {
    estimate.at(0, 0);
    work(4, 0, 100);
    assertEquals(Optional.of(Duration.ofSeconds(6)), estimate.left());
  }

  @Test
  void onlyTheLastSecondsCount() {
    estimate.at(0, 0);
    long done = work(3, 0, 200);
    work(9, done, 10);
    assertEquals(Optional.of(Duration.ofSeconds(31)), estimate.left());
  }

  @Test
  void beforeASecondOfWorkNothingIsKnown() {
    estimate.at(0, 0);
    estimate.at(Duration.ofMillis(900).toNanos(), 500);
    assertEquals(Optional.empty(), estimate.left());
  }

  @Test
  void whereNothingIsDoneNothingIsKnown() {
    estimate.at(0, 0);
    long done = work(2, 0, 100);
    work(9, done, 0);
    assertEquals(Optional.empty(), estimate.left());
  }

  @Test
  void whoeverBeginsAgainIsMeasuredAnew() {
    estimate.at(0, 0);
    work(4, 0, 200);
    work(2, 0, 100);
    assertEquals(Optional.of(Duration.ofSeconds(8)), estimate.left());
  }

  @Test
  void moreThanAllIsNoEstimate() {
    estimate.at(0, 0);
    work(4, 0, 300);
    assertEquals(Optional.empty(), estimate.left());
  }
}
