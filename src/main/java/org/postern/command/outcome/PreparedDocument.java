package org.postern.command.outcome;

import java.time.Instant;
import java.util.List;
import org.postern.pipeline.Prepared;
import org.postern.plan.Settled;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;

/**
 * The facts that are known before a target is looked at, as a document for programs.
 *
 * @param degraded whether a source gives no information
 * @param held the changes that wait for an approval
 * @param refused the entries that no approval lets through, in words
 * @param unallocated the entries of addresses that no registry has allocated, in words
 */
public record PreparedDocument(
    boolean degraded, List<Held> held, List<String> refused, List<String> unallocated) {

  /**
   * A change that waits for an approval.
   *
   * @param digest identifies the change in an approval
   * @param family the kind of its members
   * @param half whether additions or removals are held
   * @param guards the guards that hold it
   * @param what the members that wait
   * @param since when it was first held
   */
  public record Held(
      String digest,
      String set,
      MemberKind family,
      ChangeSide half,
      List<String> guards,
      String message,
      List<String> what,
      Instant since) {
    private static Held of(PendingChange held) {
      return new Held(
          held.digest(),
          held.set(),
          held.kind(),
          held.side(),
          held.guards(),
          held.message(),
          held.what().texts().toList(),
          held.since());
    }
  }

  static PreparedDocument of(Prepared prepared, boolean degraded) {
    Settled settled = prepared.meaning().settled();
    return new PreparedDocument(
        degraded,
        settled.pending().stream().map(Held::of).toList(),
        settled.refused(),
        settled.cautions());
  }
}
