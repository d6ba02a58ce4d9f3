package org.postern.state;

import java.time.Instant;
import org.postern.address.Interval;

/**
 * An address, prefix or range that a source named, and when.
 *
 * @param interval as published
 * @param label what stood beside it, empty when nothing did
 * @param line of the list it stood on, 0 when there is none
 * @param firstSeen when an answer first named it
 * @param lastConfirmed when an answer last named it
 */
public record KeptEntry(
    Interval interval, String label, int line, Instant firstSeen, Instant lastConfirmed) {}
