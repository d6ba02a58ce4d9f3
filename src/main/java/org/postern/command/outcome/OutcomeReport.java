package org.postern.command.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.Effect;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Reasoned;
import org.postern.plan.Reasons;
import org.postern.plan.Ruleset;

/** Adds outcomes of the pipeline to a reply. */
public final class OutcomeReport {
  private final List<Outcome> outcomes;
  private final Listing listing;
  private final Reply.Builder reply;
  private final List<OutcomeDocument> targets = new ArrayList<>();
  private boolean changed;
  private boolean told;

  private OutcomeReport(List<Outcome> outcomes, Listing listing, Reply.Builder reply) {
    this.outcomes = outcomes;
    this.listing = listing;
    this.reply = reply;
  }

  /** Adds all outcomes of a run that changed something, or was to. */
  public static Reply.Builder add(List<Outcome> outcomes, Reply.Builder reply) {
    return add(outcomes, Listing.FEW, reply);
  }

  /** Adds all outcomes of a run. */
  public static Reply.Builder add(List<Outcome> outcomes, Listing listing, Reply.Builder reply) {
    OutcomeReport report = new OutcomeReport(outcomes, listing, reply);
    outcomes.forEach(report::add);
    if (outcomes.stream().anyMatch(OutcomeReport::isDegraded)) {
      reply.put("degraded", true);
    }
    return reply.document(new OutcomeDocument.Run(report.changed, report.targets));
  }

  /** Sets the exit code of a plan in which something waits for an approval. */
  public static void exitIfHeld(List<Outcome> outcomes, Reply.Builder reply) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Planned planned && PreparedReport.isHeld(planned.prepared())) {
        reply.exit(ExitCode.HELD);
      }
    }
  }

  private static boolean isDegraded(Outcome outcome) {
    return outcome instanceof Outcome.Unavailable
        || hasNoEffect(outcome)
        || outcome.about().filter(OmissionReport::isLoss).isPresent();
  }

  /** Tells whether a rule that was applied has no effect. */
  public static boolean hasNoEffect(Outcome outcome) {
    return outcome instanceof Outcome.Proven proven
        && proven.held().effects().stream().anyMatch(Effect::isNone);
  }

  /** Describes a packet that is judged otherwise than it should be. */
  public static String describe(Equivalence.Counterexample difference) {
    return "for example %s is %s, and should be %s"
        .formatted(difference.describe(), difference.left().text(), difference.right().text());
  }

  private void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Rejected rejected -> Diagnostics.add(rejected.report(), reply);
      case Outcome.Refused refused -> refused(refused);
      case Outcome.Objected objected -> objected(objected);
      case Outcome.Planned planned -> planned(planned);
      case Outcome.Proven proven -> proven(proven);
      case Outcome.NotProven notProven -> notProven(notProven);
      case Outcome.Handed handed -> handed(handed);
      case Outcome.Unchanged unchanged -> unchanged(unchanged);
      case Outcome.Unavailable one -> unavailable(one);
    }
  }

  /** Tells what is the same for every target, once. */
  private void prepared(Prepared prepared) {
    if (!told) {
      PreparedReport.add(prepared, reply);
    }
    told = true;
  }

  private void prepared(String target, Prepared prepared) {
    prepared(prepared);
    OmissionReport.losses(target, prepared, reply);
  }

  private static Reasoned reasoned(Plan plan, Prepared prepared) {
    return reasoned(plan, prepared, Optional.empty());
  }

  private static Reasoned reasoned(Plan plan, Prepared prepared, Optional<Ruleset> applied) {
    return Reasons.of(
        plan, prepared.policy(), prepared.meaning(), prepared.memory().guards(), applied);
  }

  private void lines(Reasoned reasoned, Prepared prepared) {
    PlanReport.lines(reasoned, Origins.of(prepared), listing, reply);
  }

  private void refused(Outcome.Refused refused) {
    prepared(refused.prepared());
    ObstacleReport.add(refused.obstacles(), refused.prepared().policy(), reply);
    reply.error(Line.Style.BAD, "nothing was changed");
  }

  private void objected(Outcome.Objected objected) {
    prepared(objected.target(), objected.prepared());
    List<ObjectionDocument> objections = ObjectionReport.errors(objected.objections(), reply);
    reply.error(Line.Style.BAD, "nothing was changed");
    Reasoned reasoned = reasoned(objected.plan(), objected.prepared());
    targets.add(OutcomeDocument.Objected.of(objected, objections, reasoned));
  }

  private void planned(Outcome.Planned planned) {
    prepared(planned.prepared());
    targets.add(PlannedReport.add(planned, listing, reply));
    if (!planned.plan().isEmpty()) {
      reply.exit(ExitCode.DIFFERENT);
    }
  }

  private void proven(Outcome.Proven proven) {
    prepared(proven.target(), proven.prepared());
    Reasoned reasoned = reasoned(proven.plan(), proven.prepared(), proven.applied());
    boolean inSync = proven.plan().isEmpty();
    changed |= !inSync;
    if (inSync) {
      reply.line(
          Line.Style.GOOD,
          "%s: in sync, proof %s%s"
              .formatted(proven.target(), proven.proof().text(), attested(proven.held())));
    } else {
      lines(reasoned, proven.prepared());
      reply.line(
          Line.Style.GOOD,
          "%s: applied%s, proof %s"
              .formatted(proven.target(), generation(proven), proven.proof().text()));
    }
    EffectReport.foreign(proven.plan().before(), reply);
    EffectReport.effects(proven.held(), reply);
    if (PreparedReport.isHeld(proven.prepared())) {
      reply.exit(inSync ? ExitCode.HELD : ExitCode.PARTIAL);
    }
    targets.add(OutcomeDocument.Proven.of(proven, reasoned));
  }

  private static String attested(Observation held) {
    return held.byHand().attested().map(one -> ": " + one.text()).orElse("");
  }

  /** Returns the words for the generation; none for an order, whose change makes no generation. */
  private static String generation(Outcome.Proven proven) {
    return proven.generation() == 0 ? "" : " as generation " + proven.generation();
  }

  /** Tells of a sheet that was handed out: the change is done when a person says so. */
  private void handed(Outcome.Handed handed) {
    prepared(handed.target(), handed.prepared());
    changed |= handed.anew();
    Reasoned reasoned = reasoned(handed.plan(), handed.prepared());
    if (handed.anew()) {
      lines(reasoned, handed.prepared());
    }
    reply.line(Line.Style.CAUTION, "%s: handed: %s".formatted(handed.target(), handed.sentence()));
    reply.exit(ExitCode.PARTIAL);
    targets.add(OutcomeDocument.Handed.of(handed, reasoned));
  }

  private void notProven(Outcome.NotProven notProven) {
    prepared(notProven.target(), notProven.prepared());
    changed = true;
    reply.error(Line.Style.BAD, notProven.target() + ": " + notProven.why());
    Reasoned reasoned = reasoned(notProven.plan(), notProven.prepared());
    lines(reasoned, notProven.prepared());
    notProven
        .difference()
        .ifPresent(difference -> reply.error(Line.Style.BAD, "  " + describe(difference)));
    reply.error(Line.Style.PLAIN, "  run postern plan to see the rest, and apply again");
    reply.exit(ExitCode.PARTIAL);
    targets.add(OutcomeDocument.NotProven.of(notProven, reasoned));
  }

  /**
   * Tells of a target that was not changed. Where another target was served, the exit code says
   * that only some failed.
   */
  private void unchanged(Outcome.Unchanged unchanged) {
    prepared(unchanged.target(), unchanged.prepared());
    boolean alone = outcomes.size() == 1;
    reply.error(Line.Style.BAD, unchanged.target() + ": " + unchanged.why());
    reply.error(Line.Style.BAD, (alone ? "" : unchanged.target() + ": ") + "nothing was changed");
    boolean served = outcomes.stream().anyMatch(OutcomeReport::isServed);
    reply.exit(served ? ExitCode.PARTIAL : ExitCode.TEMPORARY);
    Reasoned reasoned = reasoned(unchanged.plan(), unchanged.prepared());
    targets.add(OutcomeDocument.Unchanged.of(unchanged, reasoned));
  }

  /** Tells whether a target holds what it should, or something else than before. */
  private static boolean isServed(Outcome outcome) {
    return outcome instanceof Outcome.Proven
        || outcome instanceof Outcome.NotProven
        || outcome instanceof Outcome.Handed;
  }

  /**
   * Tells of a target that cannot be used. Where another target was served, the exit code says that
   * only some failed.
   */
  private void unavailable(Outcome.Unavailable one) {
    prepared(one.prepared());
    reply.error(Line.Style.BAD, "%s: it cannot be used: %s".formatted(one.target(), one.why()));
    ObstacleReport.remedy(one.remedy(), reply);
    reply.error(Line.Style.BAD, one.target() + ": nothing was changed");
    boolean unavailable = outcomes.stream().allMatch(Outcome.Unavailable.class::isInstance);
    reply.exit(unavailable ? Runner.exit(one.kind()) : ExitCode.PARTIAL);
    targets.add(OutcomeDocument.Unavailable.of(one));
  }
}
