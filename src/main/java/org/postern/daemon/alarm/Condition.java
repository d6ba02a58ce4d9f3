package org.postern.daemon.alarm;

import java.time.Instant;
import java.util.Optional;
import org.postern.daemon.journal.EventKind;

/**
 * What is so at this moment and should not be, or should be known.
 *
 * @param kind which
 * @param subject what it is about
 * @param message in words; it may change while the condition stands
 * @param since when it began; empty where that is not known
 */
public record Condition(EventKind kind, String subject, String message, Optional<Instant> since) {
  public Condition(EventKind kind, String subject, String message) {
    this(kind, subject, message, Optional.empty());
  }

  public Condition(EventKind kind, String subject, String message, Instant since) {
    this(kind, subject, message, Optional.of(since));
  }
}
