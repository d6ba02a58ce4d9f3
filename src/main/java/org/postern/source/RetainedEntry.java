package org.postern.source;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Interval;

/**
 * An address, prefix or range that a source named, and when: one row of a {@link LastGood}.
 *
 * @param interval as published
 * @param label what stood beside it, empty when nothing did
 * @param firstSeen when an answer first named it
 * @param lastConfirmed when an answer last named it
 * @param missingSince when an answer first did not name it any more; empty while answers do
 */
public record RetainedEntry(
    Interval interval,
    String label,
    Instant firstSeen,
    Instant lastConfirmed,
    Optional<Instant> missingSince) {}
