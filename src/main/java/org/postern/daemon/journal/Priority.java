package org.postern.daemon.journal;

import java.io.IOException;
import java.util.Locale;

/** How much a journal entry matters, syslog(3). */
public enum Priority {
  /** The system cannot go on; unused. */
  EMERGENCY(0),
  /** A person has to act at once. */
  ALERT(1),
  CRITICAL(2),
  ERROR(3),
  WARNING(4),
  /** The event is normal, and worth to be known. */
  NOTICE(5),
  INFO(6),
  DEBUG(7);

  private final int number;

  Priority(int number) {
    this.number = number;
  }

  /**
   * Returns the priority of a printed word.
   *
   * @throws IOException when there is none
   */
  public static Priority of(String text) throws IOException {
    for (Priority priority : values()) {
      if (priority.name().toLowerCase(Locale.ROOT).equals(text)) {
        return priority;
      }
    }
    throw new IOException("there is no priority " + text);
  }

  /** Returns the number of syslog(3); the lowest matters most. */
  public int number() {
    return number;
  }
}
