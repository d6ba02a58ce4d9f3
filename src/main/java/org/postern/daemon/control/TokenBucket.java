package org.postern.daemon.control;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Bounds how much one user is given: a burst at once, and a share of the time after that. What is
 * taken beyond the burst is waited for, but never longer than for one more burst. For any thread.
 */
public final class TokenBucket {
  private final double burst;
  private final double perSecond;
  private final LongSupplier nanoTime;
  private double tokens;
  private long at;

  /**
   * Creates a full bucket.
   *
   * @param burst the most tokens that it holds
   * @param perSecond tokens that come back each second
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public TokenBucket(double burst, double perSecond, LongSupplier nanoTime) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.at = nanoTime.getAsLong();
  }

  /** Takes tokens that were used already, also when there are fewer. */
  synchronized void spend(double used) {
    refill();
    tokens = Math.max(tokens - used, -burst);
  }

  /** Takes tokens that are there: as many as wanted, or fewer. */
  public synchronized int take(int wanted) {
    refill();
    int taken = (int) Math.clamp(Math.floor(tokens), 0, wanted);
    tokens -= taken;
    return taken;
  }

  /** Returns how long it takes until there is something in it; zero when there is. */
  synchronized Duration empty() {
    refill();
    return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / perSecond * 1e9));
  }

  /** Tells whether nothing of what was taken is remembered. */
  public synchronized boolean isFull() {
    refill();
    return tokens >= burst;
  }

  private void refill() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(burst, tokens + (now - at) / 1e9 * perSecond);
    at = now;
  }
}
