package org.postern.command.outcome;

import java.util.List;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Reply;
import org.postern.daemon.Status;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Recall;
import org.postern.pipeline.check.DryPass;

/** Tells what a run would do that only looked. */
public final class DryRunReport {
  private DryRunReport() {}

  /** Adds what an apply would do. */
  public static Reply of(Reply.Builder reply, List<Outcome> outcomes, Listing listing) {
    OutcomeReport.add(outcomes, listing, reply);
    OutcomeReport.exitIfHeld(outcomes, reply);
    reply.line(Line.Style.ASIDE, "dry run: nothing was changed, nothing was written");
    return reply.put("dryRun", true).build();
  }

  /** Adds what a pass of the daemon would do. */
  public static Reply of(Reply.Builder reply, DryPass pass) {
    Recall recall = pass.inForce().recall();
    pass.notes().forEach(note -> reply.error(Line.Style.CAUTION, "note: " + note));
    if (recall.isLost()) {
      reply.exit(ExitCode.UNAVAILABLE);
    }
    reply.line(Line.Style.PLAIN, "enforces " + Status.inForce(pass.inForce()));
    return of(reply, pass.outcomes(), Listing.USUAL);
  }
}
