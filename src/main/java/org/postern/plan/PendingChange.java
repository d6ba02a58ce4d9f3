package org.postern.plan;

import java.time.Instant;
import java.util.List;
import org.postern.address.Family;
import org.postern.source.EntryTable;

/**
 * One side of a change of a set, additions or removals, that waits for an approval.
 *
 * @param digest names exactly this change; the same answer has the same digest
 * @param set the set's name
 * @param family which addresses
 * @param side which side of the change is held
 * @param guards the guards that hold it
 * @param message why, in words
 * @param what the entries that wait
 * @param sizes how many entries the answer has
 * @param since when it was first held
 * @param proposed whether it belongs to a policy that was not accepted: it waits for the next apply
 */
public record PendingChange(
    String digest,
    String set,
    Family family,
    ChangeSide side,
    List<String> guards,
    String message,
    EntryTable what,
    Sizes sizes,
    Instant since,
    boolean proposed) {
  public PendingChange {
    guards = List.copyOf(guards);
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
  public PendingChange since(Instant time) {
    return new PendingChange(
        digest, set, family, side, guards, message, what, sizes, time, proposed);
  }

  /** Returns a copy that belongs to a policy that was not accepted. */
  public PendingChange asProposed() {
    return new PendingChange(digest, set, family, side, guards, message, what, sizes, since, true);
  }
}
