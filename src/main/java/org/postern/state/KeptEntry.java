package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.address.Interval;

/**
 * An address, prefix or range that a source named, and when.
 *
 * @param interval as published
 * @param label what stood beside it, empty when nothing did
 * @param line of the list it stood on, 0 when there is none
 * @param firstSeen when an answer first named it
 * @param lastConfirmed when an answer last named it
 * @param missingSince when an answer first did not name it any more; empty while answers do
 */
public record KeptEntry(
    Interval interval,
    String label,
    int line,
    Instant firstSeen,
    Instant lastConfirmed,
    Optional<Instant> missingSince) {

  /** An entry that an answer names now. */
  public static KeptEntry named(
      Interval interval, String label, int line, Instant firstSeen, Instant now) {
    return new KeptEntry(interval, label, line, firstSeen, now, Optional.empty());
  }

  /** Without the date that every answer moves. */
  KeptEntry timeless() {
    return new KeptEntry(interval, label, line, firstSeen, firstSeen, missingSince);
  }

  /** The same on a clock that was set forward by so much; since when it is known stays. */
  KeptEntry shifted(Duration by) {
    return new KeptEntry(
        interval,
        label,
        line,
        firstSeen,
        lastConfirmed.plus(by),
        missingSince.map(since -> since.plus(by)));
  }

  /** The same, with nothing later than that. */
  KeptEntry notAfter(Instant now) {
    return new KeptEntry(
        interval,
        label,
        line,
        Dates.earlier(firstSeen, now),
        Dates.earlier(lastConfirmed, now),
        missingSince.map(since -> Dates.earlier(since, now)));
  }

  /** The same after an answer that does not name it; only the first such answer counts. */
  public KeptEntry missing(Instant now) {
    return new KeptEntry(
        interval, label, line, firstSeen, lastConfirmed, Optional.of(missingSince.orElse(now)));
  }
}
