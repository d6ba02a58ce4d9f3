package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 */
public record LastGood(
    Key key, Instant at, Duration ttl, List<String> via, String server, List<KeptEntry> entries) {
  public LastGood {
    via = List.copyOf(via);
    entries = List.copyOf(entries);
  }

  /**
   * One half of one source in one set.
   *
   * @param set the set's name
   * @param source the source's id
   * @param family which half
   */
  public record Key(String set, String source, Family family) {}
}
