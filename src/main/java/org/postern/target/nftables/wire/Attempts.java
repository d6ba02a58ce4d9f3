package org.postern.target.nftables.wire;

import java.time.Duration;

/**
 * How often a read is tried because the ruleset, or the kernel's memory of it, moved. A read inside
 * another shares its attempts, else the number of all would be their product.
 */
final class Attempts {
  /**
   * The most attempts of a long read; small reads are tried more often, for as long as our patience
   * lasts.
   */
  private static final int MAX = 16;

  private final long start = System.nanoTime();
  private final long nanos;
  private int left = MAX - 1;

  Attempts(Duration steadiness) {
    this.nanos = steadiness.toNanos();
  }

  /** Tells whether there may be one more; takes it. */
  boolean another() {
    left--;
    return left >= 0 || System.nanoTime() - start < nanos;
  }
}
