package org.postern.policy;

import java.time.Duration;

/**
 * How long addresses outlive their source.
 *
 * @param removed how long an address stays after confirmed answers no longer name it
 * @param alarmAfter how long a source may fail before it is an alarm; failure never removes
 * @param removedFromLists the same as {@code removed} for list files: none unless it is written
 */
public record KeepSpec(Duration removed, Duration alarmAfter, Duration removedFromLists) {
  /** Creates durations with which lists lose at once what they no longer name. */
  public KeepSpec(Duration removed, Duration alarmAfter) {
    this(removed, alarmAfter, Duration.ZERO);
  }

  /** The durations where the policy names none. */
  public static final KeepSpec DEFAULT = new KeepSpec(Duration.ofHours(24), Duration.ofDays(7));
}
