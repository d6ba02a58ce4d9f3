package org.postern.daemon.alarm;

import java.time.Instant;
import java.util.Optional;
import org.postern.daemon.journal.EventKind;

/**
 * A condition that is so at this moment and should not be, or should be known.
 *
 * @param kind the kind of the event that it is told as
 * @param subject the subject
 * @param message the message in words; it may change while the condition stands
 * @param since the time when it began; empty where that is not known
 */
public record Condition(EventKind kind, String subject, String message, Optional<Instant> since) {
  public Condition(EventKind kind, String subject, String message) {
    this(kind, subject, message, Optional.empty());
  }

  public Condition(EventKind kind, String subject, String message, Instant since) {
    this(kind, subject, message, Optional.of(since));
  }
}
