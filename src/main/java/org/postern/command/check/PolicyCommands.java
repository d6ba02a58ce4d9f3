package org.postern.command.check;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.outcome.DomainsReport;
import org.postern.command.outcome.ObstacleReport;
import org.postern.command.outcome.PreparedReport;
import org.postern.command.outcome.SetDocument;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Checked;
import org.postern.pipeline.Prepared;
import org.postern.plan.EffectiveEntry;
import org.postern.policy.Policy;
import org.postern.source.LastGood;

/** Commands that look at a policy and its sources: check, resolve. */
public final class PolicyCommands {
  private final Pipelines pipelines;

  public PolicyCommands(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
                "check",
                "parse and validate a policy; no network, no root",
                List.of(Requests.POLICY),
                List.of(Requests.STATE),
                "postern check rulesets/appriver.yaml",
                this::check)
            .withFormats(GithubForm.FORMAT, SarifForm.FORMAT),
        new Command(
            "resolve",
            "ask the sources and print what is in force",
            List.of(Requests.POLICY),
            Requests.reading(),
            "postern resolve rulesets/appriver.yaml",
            this::resolve));
  }

  private Reply check(Invocation invocation) {
    Reply.Builder reply = new Reply.Builder("check");
    Report report = new Report();
    Optional<Checked> checked =
        pipelines.at(Requests.state(invocation)).check(Requests.of(invocation, 0), report);
    Diagnostics.add(report, reply);
    checked.ifPresent(one -> checked(one, reply));
    List<Annotation> annotations = Annotation.of(report, checked);
    return switch (invocation.value(Command.FORMAT).orElse("")) {
      case GithubForm.FORMAT -> GithubForm.of(reply.build(), annotations);
      case SarifForm.FORMAT -> reply.build().withLines(SarifForm.of(annotations));
      default -> reply.build();
    };
  }

  private static void checked(Checked checked, Reply.Builder reply) {
    Policy policy = checked.prepared().policy();
    PreparedReport.notes(checked.prepared(), reply);
    PreparedReport.sizes(checked.prepared(), checked.unknown(), reply);
    ObstacleReport.add(checked.obstacles(), policy, reply);
    if (checked.obstacles().isEmpty()) {
      reply.line(
          Line.Style.GOOD,
          "%s: %s, %s, no mistakes"
              .formatted(
                  policy.file(),
                  Counted.of(policy.sets().size(), "set"),
                  Counted.of(policy.rules().size(), "rule")));
    }
    reply.document(CheckDocument.of(policy));
  }

  private Reply resolve(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder("resolve");
    Report report = new Report();
    Optional<Prepared> prepared =
        pipelines.at(Requests.state(invocation)).prepare(Requests.of(invocation, 0), report);
    Diagnostics.add(report, reply);
    if (prepared.isPresent()) {
      PreparedReport.add(prepared.get(), reply);
      entries(prepared.get(), reply);
      DomainsReport.add(prepared.get().meaning().settled(), reply);
      if (!prepared.get().meaning().settled().isComplete()) {
        reply.exit(ExitCode.TEMPORARY);
      }
      if (PreparedReport.isHeld(prepared.get())) {
        reply.exit(ExitCode.HELD);
      }
      reply.document(SetDocument.of(prepared.get()));
    }
    return reply.build();
  }

  private static void entries(Prepared prepared, Reply.Builder reply) {
    List<EffectiveEntry> entries = prepared.meaning().settled().rows();
    Optional<LastGood.Key> shown = Optional.empty();
    for (EffectiveEntry entry : entries) {
      if (!shown.equals(Optional.of(entry.key()))) {
        shown = Optional.of(entry.key());
        reply.line(
            Line.Style.HEADING,
            "set %s: %s, %s"
                .formatted(entry.key().set(), entry.key().source(), entry.key().family().label()));
      }
      String label = entry.entry().label().isEmpty() ? "" : "  " + entry.entry().label();
      String until = entry.until().map(when -> ", until " + when).orElse("");
      reply.line("  " + entry.entry().interval() + label + "  " + entry.state().text() + until);
    }
    reply.document(EntriesDocument.of(entries));
  }
}
