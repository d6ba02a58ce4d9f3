package org.postern.command;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, or how far away it is, as a person says it. */
public final class Ages {
  private Ages() {}

  /**
   * Returns {@code 12 s}, {@code 3 min}, {@code 5 h} or {@code 9 d}, cut down; never below zero.
   */
  public static String text(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** Returns the text of the time from one moment to another. */
  public static String between(Instant from, Instant to) {
    return text(Duration.between(from, to));
  }
}
