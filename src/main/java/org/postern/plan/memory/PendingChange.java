package org.postern.plan.memory;

import java.time.Instant;
import java.util.List;

/**
 * A side of a change of a set, additions or removals, that waits for an approval.
 *
 * @param digest names exactly this change; the same answer has the same digest
 * @param set the set's name
 * @param side the side of the change that is held
 * @param guards the guards that hold it
 * @param message the reason, in words
 * @param what the members that wait
 * @param sizes how many entries the answer has
 * @param since the time when it was first held
 * @param proposed whether it belongs to a policy that was not accepted: it waits for the next apply
 */
public record PendingChange(
    String digest,
    String set,
    ChangeSide side,
    List<String> guards,
    String message,
    HeldMembers what,
    Sizes sizes,
    Instant since,
    boolean proposed) {
  public PendingChange {
    guards = List.copyOf(guards);
  }

  /**
   * How many members an answer has that is held.
   *
   * @param published the number of published members of the kind
   * @param publishedInSet the number of published members of the whole set
   * @param inForce the number of members of the kind in force, fading ones included
   */
  public record Sizes(int published, int publishedInSet, int inForce) {}

  /** Returns the kind of its members. */
  public MemberKind kind() {
    return what.kind();
  }

  /** Returns a copy since another time. */
  public PendingChange since(Instant time) {
    return new PendingChange(digest, set, side, guards, message, what, sizes, time, proposed);
  }

  /** Returns a copy that belongs to a policy that was not accepted. */
  public PendingChange asProposed() {
    return new PendingChange(digest, set, side, guards, message, what, sizes, since, true);
  }
}
