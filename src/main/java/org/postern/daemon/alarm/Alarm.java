package org.postern.daemon.alarm;

import java.time.Instant;
import org.postern.daemon.journal.EventKind;

/**
 * A condition that stands until it is over.
 *
 * @param kind which
 * @param subject the subject, such as a set or a rule: one alarm for each
 * @param message the message in words
 * @param since the time when it was raised
 */
public record Alarm(EventKind kind, String subject, String message, Instant since) {}
