package org.postern.command.order;

import java.io.IOException;
import java.util.List;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.outcome.SavedRulesReport;
import org.postern.host.BootId;
import org.postern.pipeline.Recall;
import org.postern.pipeline.run.Restoration;

/** Brings back what was in force last, from the state alone: {@code restore}. */
public final class RestoreCommand {
  private static final Option UNLESS_PAUSED =
      Option.flag(
          "--unless-paused", "at boot: leave other hosts as they are, and all of it while paused");
  private static final Option SETS =
      Option.flag("--sets", "iptables: only make the sets that rules saved for the boot name");

  private final Pipelines pipelines;

  public RestoreCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public Command command() {
    return new Command(
        "restore",
        "bring back what was in force last, from the state alone",
        List.of(),
        List.of(UNLESS_PAUSED, SETS, Listing.VERBOSE, Requests.STATE),
        "postern restore",
        this::restore);
  }

  private Reply restore(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("restore");
    if (invocation.has(SETS.name())) {
      return SavedRulesReport.prepare(Orders.pipeline(pipelines, invocation), reply);
    }
    Restoration restoration = Orders.pipeline(pipelines, invocation).restoration();
    if (invocation.has(UNLESS_PAUSED.name()) && isPausedInThisRun(restoration.recall())) {
      return reply
          .line(Line.Style.CAUTION, "paused: nothing is brought back until postern resume")
          .build();
    }
    Restoration.Restored restored = restoration.restore(invocation.has(UNLESS_PAUSED.name()));
    Orders.add(restored, Orders.listing(invocation), reply);
    if (restored.recall().isLost()) {
      reply
          .error(
              Line.Style.BAD,
              "what was in force cannot be read, and nothing stands in for it: nothing is enforced;"
                  + " apply the policy again")
          .exit(ExitCode.UNAVAILABLE);
    } else if (restored.recall().isBegun()) {
      reply.error(Line.Style.BAD, Recall.BEGUN).exit(ExitCode.PARTIAL);
    } else if (restored.outcomes().isEmpty()) {
      reply.line(
          Line.Style.ASIDE,
          restored.recall().generation().isEmpty()
              ? "nothing was ever in force"
              : "what is in force is held on other hosts, which keep it");
    }
    return reply.build();
  }

  /**
   * Tells whether a pause was ordered since the machine started. Earlier orders were about rules
   * that are gone.
   */
  private static boolean isPausedInThisRun(Recall recall) {
    return recall
        .orders()
        .pause()
        .filter(pause -> pause.given().at().isAfter(BootId.since()))
        .isPresent();
  }
}
