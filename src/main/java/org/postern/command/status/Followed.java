package org.postern.command.status;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.postern.command.Ages;
import org.postern.host.JsonTree;

/** Whether a timer follows the sources where no daemon runs, told from the tree of a status. */
final class Followed {
  /** Three times the interval of {@code postern-refresh.timer}. */
  private static final Duration RECENTLY = Duration.ofMinutes(15);

  private Followed() {}

  /** Whether a timer's process looked a short while ago. */
  static boolean isFollowed(JsonTree tree) throws IOException {
    return tree.has("passed") && ago(tree).compareTo(RECENTLY) <= 0;
  }

  /** Who follows the sources, in words. */
  static String words(JsonTree tree) throws IOException {
    if (isFollowed(tree)) {
      return "no daemon runs; a timer follows the sources, last %s ago"
          .formatted(Ages.text(ago(tree)));
    }
    String last = tree.has("passed") ? ", last by a timer " + Ages.text(ago(tree)) + " ago" : "";
    return "no daemon runs: the sources are not followed and the rules not repaired" + last;
  }

  private static Duration ago(JsonTree tree) throws IOException {
    try {
      return Duration.between(
          Instant.parse(tree.string("passed")), Instant.parse(tree.string("at")));
    } catch (DateTimeException e) {
      throw new IOException("the status has a time that is none", e);
    }
  }
}
