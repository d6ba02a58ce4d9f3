package org.postern.daemon;

/** How much a journal entry matters, syslog(3). */
public enum Priority {
  /** Unused: the system cannot go on. */
  EMERGENCY(0),
  /** Somebody has to act at once. */
  ALERT(1),
  CRITICAL(2),
  ERROR(3),
  WARNING(4),
  /** Normal, and worth to be known. */
  NOTICE(5),
  INFO(6),
  DEBUG(7);

  private final int number;

  Priority(int number) {
    this.number = number;
  }

  /** The number of syslog(3); the lowest matters most. */
  public int number() {
    return number;
  }
}
