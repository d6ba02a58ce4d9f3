package org.postern.command.plan;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.Invocation;
import org.postern.command.Listing;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.UsageException;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.check.Comparison;

/** Compares two policies, lockfiles or targets: {@code diff A B}. */
public final class DiffCommand {
  private final Pipelines pipelines;

  public DiffCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
                "diff",
                "compare policies, lockfiles or targets: equal, or a packet that differs",
                List.of(
                    Parameter.required("A", "policy, git:REF:PATH, lockfile, or target"),
                    Parameter.required("B", "what to compare it with")),
                List.of(Listing.VERBOSE, Requests.STATE),
                "postern diff git:HEAD:policy.yaml policy.yaml",
                this::diff)
            .withFormats(PlanDiff.FORMAT, PlanMarkdown.FORMAT));
  }

  private Reply diff(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("diff");
    Report report = new Report();
    Comparison comparison = new Comparison(pipelines.at(Requests.state(invocation)));
    Optional<Comparison.Side> left = comparison.side(invocation.word(0).orElse(""), report);
    Optional<Comparison.Side> right = comparison.side(invocation.word(1).orElse(""), report);
    Diagnostics.add(report, reply);
    if (left.isEmpty() || right.isEmpty()) {
      return reply.build();
    }
    String form = invocation.value(Command.FORMAT).orElse("");
    if (left.get() instanceof Comparison.Side.Rules a
        && right.get() instanceof Comparison.Side.Rules b) {
      Outcome outcome = comparison.planned(a, b, Optional.empty());
      return ComparedReport.of(reply, "diff", outcome, Listing.of(invocation, Listing.USUAL), form);
    }
    if (left.get() instanceof Comparison.Side.Answers a
        && right.get() instanceof Comparison.Side.Answers b) {
      return LockReport.of(reply, "diff", a, b, form);
    }
    throw new UsageException("a lockfile can only be compared with a lockfile");
  }
}
