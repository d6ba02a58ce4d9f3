package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;

/**
 * The last good answer of one half of a source: what is in force of it.
 *
 * @param key whose
 * @param at when the source last answered
 * @param ttl how long that answer was good for
 * @param via the names it was led through, in order
 * @param server who answered, empty when nobody was asked
 * @param entries in force, also those that the last answer no longer named
 * @param absence what the source says since then: that it has none; empty when it does not
 */
public record LastGood(
    Key key,
    Instant at,
    Duration ttl,
    List<String> via,
    String server,
    List<KeptEntry> entries,
    Optional<Absence> absence) {
  public LastGood {
    via = List.copyOf(via);
    entries = List.copyOf(entries);
  }

  /** In seconds: to this the dates are known that every answer moves. */
  private static final long HOUR = 3_600;

  /**
   * One half of one source in one set.
   *
   * @param set the set's name
   * @param source the source's id
   * @param family which half
   */
  public record Key(String set, String source, Family family) {}

  /** Without the dates that every answer moves, to the hour. */
  LastGood timeless() {
    return new LastGood(
        key,
        hour(at),
        Duration.ZERO,
        via,
        "",
        entries.stream().map(KeptEntry::timeless).toList(),
        absence);
  }

  private static Instant hour(Instant time) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), HOUR) * HOUR);
  }

  /** The same on a clock that was set forward by so much. */
  LastGood shifted(Duration by) {
    return new LastGood(
        key,
        at.plus(by),
        ttl,
        via,
        server,
        entries.stream().map(entry -> entry.shifted(by)).toList(),
        absence.map(one -> one.shifted(by)));
  }

  /** The same, with nothing later than that. */
  LastGood notAfter(Instant now) {
    return new LastGood(
        key,
        Dates.earlier(at, now),
        ttl,
        via,
        server,
        entries.stream().map(entry -> entry.notAfter(now)).toList(),
        absence.map(one -> one.notAfter(now)));
  }

  /** The same after an answer that there is none. */
  public LastGood absent(Absence now) {
    return new LastGood(key, at, ttl, via, server, entries, Optional.of(now));
  }
}
