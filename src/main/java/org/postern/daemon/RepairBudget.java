package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;

/**
 * How often rules are repaired: at once, but not without end. A program that fights us is repaired
 * against more slowly, and told of; a loop of two programs would take all of the machine.
 */
final class RepairBudget {
  /** The most repairs that may follow one another at once. */
  private static final int MOST = 5;

  /** The time after which one more repair is allowed. */
  private static final Duration REFILL = Duration.ofSeconds(30);

  private int left = MOST;
  private boolean fought;
  private Instant refilled;

  RepairBudget(Instant now) {
    this.refilled = now;
  }

  /** Takes one repair; false when there is none at this moment. */
  boolean take(Instant now) {
    refill(now);
    if (left == 0) {
      return false;
    }
    left--;
    fought |= left == 0;
    return true;
  }

  /** Tells whether the next repair has to wait. */
  boolean isSpent(Instant now) {
    refill(now);
    return left == 0;
  }

  /**
   * Tells whether another program fights us: from when nothing is left until all is there again.
   */
  boolean isFought(Instant now) {
    refill(now);
    return fought;
  }

  private void refill(Instant now) {
    while (left < MOST && !refilled.plus(REFILL).isAfter(now)) {
      left++;
      refilled = refilled.plus(REFILL);
    }
    if (left == MOST || refilled.isAfter(now)) {
      refilled = now;
    }
    fought &= left < MOST;
  }
}
