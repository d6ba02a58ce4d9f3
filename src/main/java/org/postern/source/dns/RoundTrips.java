package org.postern.source.dns;

import java.time.Duration;
import java.util.Optional;

/**
 * How long answers take, smoothed as RFC 6298 section 2 does it. Once some have come it is known
 * when a question or its answer is lost most likely. Safe for several threads.
 */
final class RoundTrips {
  /** The fewest answers from which a patience is concluded. */
  private static final int FEW = 32;

  /** Answers that a resolver has to look for take longer than others; such are waited for. */
  private static final double LEAST_NANOS = 200e6;

  private int count;
  private double smoothed;
  private double variation;

  /** Takes the time that one answer took. */
  synchronized void add(long nanos) {
    if (count == 0) {
      smoothed = nanos;
      variation = nanos / 2.0;
    } else {
      variation += (Math.abs(smoothed - nanos) - variation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }
    count++;
  }

  /**
   * Returns the time after which a question is sent once more; empty as long as that is not known.
   */
  synchronized Optional<Duration> patience() {
    return count < FEW
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) Math.max(LEAST_NANOS, smoothed + 4 * variation)));
  }
}
