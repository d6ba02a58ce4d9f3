package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells when to look again at what is looked at once a minute. */
final class EachMinute {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private EachMinute() {}

  /** A clock that was set back does not stop the looking. */
  static boolean isDue(Optional<Instant> last, Instant now) {
    return last.filter(at -> !at.isAfter(now) && now.isBefore(at.plus(EVERY))).isEmpty();
  }
}
