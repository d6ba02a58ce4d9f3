package org.postern.command.status;

import java.time.Duration;
import java.time.Instant;
import org.postern.command.Ages;
import org.postern.daemon.status.StatusDocument;

/** Tells whether a timer follows the sources where no daemon runs, told from a status. */
final class Followed {
  /**
   * The age of a look that is recent: three times the interval of {@code postern-refresh.timer}.
   */
  private static final Duration RECENTLY = Duration.ofMinutes(15);

  private Followed() {}

  /** Tells whether a timer's process looked a short while ago. */
  static boolean isFollowed(StatusDocument status) {
    return status.passed().filter(at -> ago(status, at).compareTo(RECENTLY) <= 0).isPresent();
  }

  /** Returns who follows the sources, in words. */
  static String words(StatusDocument status) {
    String last = status.passed().map(at -> Ages.text(ago(status, at))).orElse("");
    if (isFollowed(status)) {
      return "no daemon runs; a timer follows the sources, last %s ago".formatted(last);
    }
    return "no daemon runs: the sources are not followed and the rules not repaired"
        + (last.isEmpty() ? "" : ", last by a timer " + last + " ago");
  }

  private static Duration ago(StatusDocument status, Instant passed) {
    return Duration.between(passed, status.at());
  }
}
