package org.postern.daemon.status;

import java.time.Instant;
import java.util.List;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;

/**
 * A change that guards hold until it is approved.
 *
 * @param digest identifies the change in an approval
 * @param set the name of the set
 * @param family the kind of its members
 * @param half whether additions or removals are held
 * @param guards the guards that hold it
 * @param message the reason, for people
 * @param proposed whether it comes from a policy that is not applied
 * @param since the time when it was first held
 * @param entries how many members it has
 * @param what the first of these members
 */
public record HeldDocument(
    String digest,
    String set,
    MemberKind family,
    ChangeSide half,
    List<String> guards,
    String message,
    boolean proposed,
    Instant since,
    int entries,
    List<String> what) {
  /** The most members that {@code what} lists. */
  private static final int TOLD = 20;

  public HeldDocument {
    guards = List.copyOf(guards);
    what = List.copyOf(what);
  }

  static HeldDocument of(PendingChange held) {
    return new HeldDocument(
        held.digest(),
        held.set(),
        held.kind(),
        held.side(),
        held.guards(),
        held.message(),
        held.proposed(),
        held.since(),
        held.what().size(),
        held.what().texts().limit(TOLD).toList());
  }
}
