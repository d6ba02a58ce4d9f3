package org.postern.policy;

/**
 * A limit of log lines in a unit the unit of time.
 *
 * @param count the most lines in a unit, at least 1
 * @param unit the unit of time
 */
public record LogRate(int count, Unit unit) {
  /** The units that nftables knows: seconds, minutes, hours, days. */
  public enum Unit {
    SECOND(1),
    MINUTE(60),
    HOUR(3_600),
    DAY(86_400);

    private final int seconds;

    Unit(int seconds) {
      this.seconds = seconds;
    }

    /** Returns the length of the unit in seconds. */
    public int seconds() {
      return seconds;
    }

    /** Returns the word of nftables for the unit. */
    public String text() {
      return switch (this) {
        case SECOND -> "second";
        case MINUTE -> "minute";
        case HOUR -> "hour";
        case DAY -> "day";
      };
    }
  }
}
