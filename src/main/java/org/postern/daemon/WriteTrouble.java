package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.EventKind;
import org.postern.state.StateException;

/**
 * The trouble that the state cannot be written: then nothing is written until it is tried again.
 */
final class WriteTrouble {
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** The time until the next try where another process has locked the state: that is free soon. */
  private static final Duration LOCKED_AGAIN = Duration.ofSeconds(1);

  private Optional<Instant> again = Optional.empty();
  private Optional<String> why = Optional.empty();

  /** Tells whether there is trouble. */
  boolean stands() {
    return again.isPresent();
  }

  /** Tells whether it is not yet time to try again. */
  boolean waits(Instant now) {
    return again.filter(now::isBefore).isPresent();
  }

  /** Returns the time of the next try; empty where there is no trouble. */
  Optional<Instant> again() {
    return again;
  }

  /** Notes that the state could not be written; that another process is writing is no alarm. */
  void met(IOException e, Instant now) {
    boolean locked = e instanceof StateException s && s.kind() == StateException.Kind.LOCKED;
    again = Optional.of(now.plus(locked ? LOCKED_AGAIN : AGAIN));
    if (!locked) {
      why = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Notes that the state could be written. */
  void over() {
    again = Optional.empty();
    why = Optional.empty();
  }

  /** Tells whether the disk takes nothing; that another process is writing is soon over. */
  boolean isLasting() {
    return why.isPresent();
  }

  Optional<Condition> condition() {
    return why.map(text -> new Condition(EventKind.STATE_UNWRITABLE, "state", text));
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    again = again.map(at -> at.plus(by));
  }
}
