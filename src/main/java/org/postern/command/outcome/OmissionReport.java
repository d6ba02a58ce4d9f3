package org.postern.command.outcome;

import java.util.List;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.pipeline.Prepared;
import org.postern.target.Omission;
import org.postern.target.Projection;

/**
 * Tells which parts of rules a target leaves out. A loss is told by every command, all else by
 * those that only look.
 */
public final class OmissionReport {
  private OmissionReport() {}

  private static List<Omission> of(Prepared prepared) {
    return prepared.projection().map(Projection::omissions).orElse(List.of());
  }

  /** Tells whether something is lost. */
  static boolean isLoss(Prepared prepared) {
    return of(prepared).stream().anyMatch(Omission::isLoss);
  }

  /** Adds the losses. */
  static void losses(String target, Prepared prepared, Reply.Builder reply) {
    for (Omission one : of(prepared)) {
      if (one.isLoss()) {
        reply.error(Line.Style.CAUTION, target + ": " + one.sentence());
      }
    }
  }

  /** Adds all omissions, a line each. */
  public static void all(String target, Prepared prepared, Reply.Builder reply) {
    losses(target, prepared, reply);
    for (Omission one : of(prepared)) {
      if (!one.isLoss()) {
        reply.error(Line.Style.ASIDE, "note: " + target + ": " + one.sentence());
      }
    }
  }

  static List<OmissionDocument> documents(Prepared prepared) {
    return of(prepared).stream().map(OmissionDocument::of).toList();
  }
}
