package org.postern.command.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Option;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Requests;
import org.postern.command.Surroundings;
import org.postern.command.Times;
import org.postern.command.outcome.DryRunReport;
import org.postern.command.outcome.OutcomeReport;
import org.postern.command.outcome.SavedRulesReport;
import org.postern.diagnostic.Report;
import org.postern.host.CommandRunner;
import org.postern.pipeline.Consent;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Request;
import org.postern.pipeline.check.Comparison;

/** Commands that look at a target or change it: plan, apply. */
public final class TargetCommands {
  private static final Option MX_CHECKED =
      Option.flag("--mx-checked", "refuse although mail may go past the filter (protects)");
  private static final Option LOCK_ME_OUT =
      Option.flag("--lock-me-out", "refuse although it cuts off you, a name server or a relay");
  private static final Option INTERFACE_MISSING =
      Option.flag("--interface-missing", "although nothing comes in by an interface of a rule yet");

  private static final Option AGAINST =
      Option.value(
          "--against",
          "OTHER",
          "from empty, a lockfile, git:REF:PATH or a generation's number instead of the target; no"
              + " source is asked");

  private static final Option CONFIRM =
      Option.value("--confirm", "TIME", "take it back after this unless confirmed, such as 5m");

  private static final Duration LONGEST_TRIAL = Duration.ofDays(1);

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  public TargetCommands(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  public List<Command> commands() {
    return List.of(
        new Command(
                "plan",
                "show the difference between what is meant and what the target holds",
                List.of(Requests.POLICY),
                Command.options(Requests.reading(), Requests.TARGET, AGAINST, Listing.VERBOSE),
                "postern plan",
                this::plan)
            .withFormats(PlanDiff.FORMAT, PlanMarkdown.FORMAT),
        new Command(
            "apply",
            "plan, guard, apply, observe, prove",
            List.of(Requests.POLICY),
            Command.options(
                Requests.reading(),
                Requests.TARGET,
                Requests.REASON,
                Listing.VERBOSE,
                CONFIRM,
                Requests.DRY_RUN,
                MX_CHECKED,
                LOCK_ME_OUT,
                INTERFACE_MISSING),
            "postern apply --confirm 5m --reason \"the filter has new nodes\"",
            Command.Reach.CHANGES_POLICY,
            this::apply));
  }

  private Reply plan(Invocation invocation) throws IOException {
    if (invocation.has(AGAINST.name())) {
      return planAgainst(invocation);
    }
    Reply.Builder reply = new Reply.Builder("plan");
    List<Outcome> outcomes =
        pipelines.at(Requests.state(invocation)).plan(Requests.of(invocation, 0));
    OutcomeReport.add(outcomes, Listing.of(invocation, Listing.USUAL), reply);
    OutcomeReport.exitIfHeld(outcomes, reply);
    return switch (invocation.value(Command.FORMAT).orElse("")) {
      case PlanDiff.FORMAT -> reply.build().withLines(PlanDiff.of(outcomes));
      case PlanMarkdown.FORMAT -> reply.build().withLines(PlanMarkdown.of("plan", outcomes));
      default -> caution(invocation, reply.build());
    };
  }

  /**
   * Plans from one policy to another. No source and no target is asked, and the state is read only
   * where one side is a generation.
   */
  private Reply planAgainst(Invocation invocation) throws IOException {
    Report report = new Report();
    Comparison comparison = new Comparison(pipelines.at(Requests.state(invocation)));
    Path policy = Requests.policy(invocation, 0);
    Optional<Comparison.Side.Rules> after =
        comparison.offline(policy, Requests.lock(invocation), report);
    Optional<Comparison.Side.Rules> before =
        after.isPresent()
            ? comparison.against(invocation.value(AGAINST.name()).orElseThrow(), policy, report)
            : Optional.empty();
    Reply.Builder reply = new Reply.Builder("plan");
    Diagnostics.add(report, reply);
    if (after.isEmpty() || before.isEmpty()) {
      return reply.build();
    }
    return ComparedReport.of(
        reply,
        "plan",
        comparison.planned(before.get(), after.get(), Requests.target(invocation)),
        Listing.of(invocation, Listing.USUAL),
        invocation.value(Command.FORMAT).orElse(""));
  }

  private Reply apply(Invocation invocation) throws IOException {
    Consent consent =
        new Consent(
            invocation.has(MX_CHECKED.name()),
            invocation.has(LOCK_ME_OUT.name()),
            invocation.has(INTERFACE_MISSING.name()));
    Optional<Duration> trial = Times.of(invocation, CONFIRM, LONGEST_TRIAL);
    Request request = Requests.of(invocation, 0).withConsent(consent).withConfirm(trial);
    if (Requests.isDry(invocation)) {
      Reply dry =
          DryRunReport.of(
              new Reply.Builder("apply"),
              pipelines.at(Requests.state(invocation)).dryRun(request),
              Listing.of(invocation, Listing.USUAL));
      return surroundings.running().isPresent() ? dry : caution(invocation, dry);
    }
    if (trial.isEmpty() || surroundings.running().isPresent()) {
      return apply(invocation, request, Optional.empty());
    }
    Path state = Requests.state(invocation).toAbsolutePath().normalize();
    CommandRunner programs = pipelines.at(state).surroundings().programs();
    try (ConfirmWatch.Waiting waiting = ConfirmWatch.start(state, trial.get(), programs)) {
      return apply(invocation, request, waiting.caution());
    }
  }

  private Reply apply(Invocation invocation, Request request, Optional<String> caution)
      throws IOException {
    List<Outcome> outcomes = pipelines.at(Requests.state(invocation)).apply(request);
    surroundings
        .running()
        .ifPresent(daemon -> outcomes.forEach(one -> one.about().ifPresent(daemon::learned)));
    Reply.Builder reply =
        OutcomeReport.add(outcomes, Listing.of(invocation, Listing.FEW), new Reply.Builder("apply"))
            .put("dryRun", false);
    if (outcomes.stream().anyMatch(OutcomeReport::hasNoEffect)) {
      reply.exit(ExitCode.PARTIAL);
    }
    if (request.confirm().isPresent() && isChanged(outcomes)) {
      reply.line(
          Line.Style.CAUTION,
          "it is taken back in %d s unless: postern confirm"
              .formatted(request.confirm().get().toSeconds()));
      caution.ifPresent(text -> reply.line(Line.Style.CAUTION, text));
    }
    return surroundings.running().isPresent() ? reply.build() : caution(invocation, reply.build());
  }

  private Reply caution(Invocation invocation, Reply reply) throws IOException {
    Pipeline pipeline = pipelines.at(Requests.state(invocation));
    return SavedRulesReport.caution(pipeline.surroundings().saved(), reply);
  }

  private static boolean isChanged(List<Outcome> outcomes) {
    return outcomes.stream()
        .anyMatch(outcome -> outcome instanceof Outcome.Proven proven && !proven.plan().isEmpty());
  }
}
