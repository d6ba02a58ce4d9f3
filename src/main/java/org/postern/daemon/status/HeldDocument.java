package org.postern.daemon.status;

import java.time.Instant;
import java.util.List;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;

/**
 * A change that waits for an approval.
 *
 * @param digest by which it is approved
 * @param set the set's name
 * @param family what its members are
 * @param half which side of the change is held
 * @param guards that hold it
 * @param message why, in words
 * @param proposed whether it is of a policy that is not applied
 * @param since when it was first held
 * @param entries how many members wait
 * @param what the first of them
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
  /** So many members are told. */
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
