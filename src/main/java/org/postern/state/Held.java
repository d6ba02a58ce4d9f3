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
 * @param sizes how many entries the answer has
 * @param since when it was first held
 * @param proposed whether it belongs to a policy that was not accepted: it waits for the next apply
 */
public record Held(
    String digest,
    String set,
    Family family,
    Half half,
    List<String> guards,
    String message,
    List<Interval> what,
    Sizes sizes,
    Instant since,
    boolean proposed) {
  public Held {
    guards = List.copyOf(guards);
    what = List.copyOf(what);
  }

  /**
   * How many entries an answer has that is held.
   *
   * @param published of the family
   * @param publishedInSet of both families
   * @param inForce of the family, fading ones included
   */
  public record Sizes(int published, int publishedInSet, int inForce) {}

  /** Returns a copy since another time. */
  Held since(Instant time) {
    return new Held(digest, set, family, half, guards, message, what, sizes, time, proposed);
  }

  /** Returns a copy that belongs to a policy that was not accepted. */
  public Held asProposed() {
    return new Held(digest, set, family, half, guards, message, what, sizes, since, true);
  }
}
