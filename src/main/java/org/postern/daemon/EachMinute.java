package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells when to look again at what is looked at once a minute. */
final class EachMinute {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private EachMinute() {}

  /** Tells whether a minute has passed since the last look, or the clock was set back. */
  static boolean isDue(Optional<Instant> last, Instant now) {
    return last.filter(at -> !at.isAfter(now) && now.isBefore(at.plus(EVERY))).isEmpty();
  }
}
