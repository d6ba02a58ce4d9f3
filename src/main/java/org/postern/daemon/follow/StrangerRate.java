package org.postern.daemon.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * How many peers a target refuses or observes in a minute: over the last minute or, where it is
 * looked at more seldom, since the look before. A peer that tries again is counted each time.
 */
public final class StrangerRate {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Looks come several times a second while others change rules. */
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(Instant at, long sum) {}

  /**
   * Takes what was counted up to a moment.
   *
   * @param sum one that is less than before is of other rules, and counted anew
   */
  public void note(long sum, Instant now) {
    if (!samples.isEmpty() && sum < samples.getLast().sum()) {
      samples.clear();
    }
    if (!samples.isEmpty() && now.isBefore(samples.getLast().at().plus(EVERY))) {
      return;
    }
    samples.addLast(new Sample(now, sum));
    Instant begin = now.minus(MINUTE);
    // The last one that is a minute old stays: the rate is from there.
    while (samples.size() > 2 && !secondIsAfter(begin)) {
      samples.removeFirst();
    }
  }

  private boolean secondIsAfter(Instant begin) {
    return samples.stream().skip(1).findFirst().orElseThrow().at().isAfter(begin);
  }

  /** Returns the rate; empty before a minute has passed. */
  public OptionalLong perMinute() {
    if (samples.size() < 2) {
      return OptionalLong.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    Duration span = Duration.between(first.at(), last.at());
    return span.compareTo(MINUTE) < 0
        ? OptionalLong.empty()
        : OptionalLong.of((last.sum() - first.sum()) * MINUTE.toMillis() / span.toMillis());
  }

  /** The clock was set forward by so much. */
  public void shift(Duration by) {
    Deque<Sample> moved = new ArrayDeque<>();
    samples.forEach(one -> moved.addLast(new Sample(one.at().plus(by), one.sum())));
    samples.clear();
    samples.addAll(moved);
  }
}
