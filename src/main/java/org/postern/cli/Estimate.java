package org.postern.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When work will be done, if it goes on as it did in the last seconds. That is all it knows: it
 * says nothing before it has seen a second of work, and nothing when none was done of late or all
 * is done.
 */
final class Estimate {
  private static final long WINDOW = Duration.ofSeconds(8).toNanos();
  private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

  private final long total;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long done) {}

  /**
   * For work of known size.
   *
   * @param total in whatever is counted
   */
  Estimate(long total) {
    this.total = total;
  }

  /** So much was done at that time of a steady clock. Work that begins again is measured anew. */
  void at(long nanos, long done) {
    if (!samples.isEmpty() && samples.getLast().done() > done) {
      samples.clear();
    }
    samples.addLast(new Sample(nanos, done));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW) {
      samples.removeFirst();
    }
  }

  /** How much longer, as of the last sample. */
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
