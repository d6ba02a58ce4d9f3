package org.postern.state;

import java.time.Instant;
import java.util.List;
import org.postern.address.Family;
import org.postern.address.Interval;

/**
 * Half a change of a set that waits for an approval.
 *
 * @param digest names exactly this change; the same answer has the same digest
 * @param set the set's name
 * @param family which addresses
 * @param half what is held
 * @param guards the guards that hold it
 * @param message why, in words
 * @param what the entries that wait
 * @param since when it was first held
 */
public record Held(
    String digest,
    String set,
    Family family,
    Half half,
    List<String> guards,
    String message,
    List<Interval> what,
    Instant since) {
  public Held {
    guards = List.copyOf(guards);
    what = List.copyOf(what);
  }

  /** The same since another time. */
  Held since(Instant time) {
    return new Held(digest, set, family, half, guards, message, what, time);
  }
}
