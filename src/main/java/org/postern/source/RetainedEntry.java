package org.postern.source;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Interval;

/**
 * An address, prefix or range that a source named, with dates: one row of a {@link LastGood}.
 *
 * @param interval the interval as published
 * @param label the text beside it in the source, empty when there was none
 * @param firstSeen the time when an answer first named it
 * @param lastConfirmed the time when an answer last named it
 * @param missingSince the time when an answer first no longer named it; empty while answers name it
 */
public record RetainedEntry(
    Interval interval,
    String label,
    Instant firstSeen,
    Instant lastConfirmed,
    Optional<Instant> missingSince) {}
