package org.postern.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Estimates when work will be done from its speed in the last seconds. There is no estimate before
 * a second of work was seen, when none was done lately, and when all is done.
 */
final class Estimate {
  private static final long WINDOW = Duration.ofSeconds(8).toNanos();
  private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

  private final long total;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long done) {}

  /**
   * Makes an estimate of work of known size.
   *
   * @param total the size of the work, in any unit
   */
  Estimate(long total) {
    this.total = total;
  }

  /**
   * Records how much was done at a time of a monotonic clock. When it is less than before, the work
   * has begun again, and is measured anew.
   */
  void at(long nanos, long done) {
    if (!samples.isEmpty() && samples.getLast().done() > done) {
      samples.clear();
    }
    samples.addLast(new Sample(nanos, done));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW) {
      samples.removeFirst();
    }
  }

  /** Returns the time left as of the last sample; empty where there is no estimate. */
  Optional<Duration> left() {
    if (samples.size() < 2) {
      return Optional.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long span = last.nanos() - first.nanos();
    long gained = last.done() - first.done();
    long rest = total - last.done();
    if (span < SHORTEST || gained <= 0 || rest <= 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos((long) ((double) rest * span / gained)));
  }
}
