package org.postern.command.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Diagnostics;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Paragraph;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.Effect;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.Reasoned;
import org.postern.plan.Reasons;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.ByHandTree;
import org.postern.policy.Policy;

/** Outcomes of the pipeline in a reply. */
public final class OutcomeReport {
  private final Listing listing;
  private final Reply.Builder reply;
  private final List<Map<String, Object>> targets = new ArrayList<>();
  private boolean changed;
  private boolean alone;
  private boolean unavailable;
  private boolean told;

  /** Whether any target holds what it should, or something else than before. */
  private boolean served;

  private OutcomeReport(Listing listing, Reply.Builder reply) {
    this.listing = listing;
    this.reply = reply;
  }

  /** Adds all outcomes of a run that changed something, or was to. */
  public static Reply.Builder add(List<Outcome> outcomes, Reply.Builder reply) {
    return add(outcomes, Listing.FEW, reply);
  }

  /** Adds all outcomes of a run. */
  public static Reply.Builder add(List<Outcome> outcomes, Listing listing, Reply.Builder reply) {
    OutcomeReport report = new OutcomeReport(listing, reply);
    report.alone = outcomes.size() == 1;
    report.unavailable = outcomes.stream().allMatch(Outcome.Unavailable.class::isInstance);
    report.served = outcomes.stream().anyMatch(OutcomeReport::isServed);
    outcomes.forEach(report::add);
    if (outcomes.stream().anyMatch(OutcomeReport::isDegraded)) {
      reply.put("degraded", true);
    }
    return reply.put("changed", report.changed).put("targets", report.targets);
  }

  private static boolean isServed(Outcome outcome) {
    return outcome instanceof Outcome.Proven
        || outcome instanceof Outcome.NotProven
        || outcome instanceof Outcome.Handed;
  }

  /** A plan beside which something waits for an approval ends with that. */
  public static void exitIfHeld(List<Outcome> outcomes, Reply.Builder reply) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Planned planned && PreparedReport.isHeld(planned.prepared())) {
        reply.exit(ExitCode.HELD);
      }
    }
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

  /** What is the same for every target is told once. */
  private void prepared(Prepared prepared) {
    if (!told) {
      PreparedReport.add(prepared, reply);
    }
    told = true;
  }

  private void refused(Outcome.Refused refused) {
    prepared(refused.prepared());
    obstacles(refused.obstacles(), refused.prepared().policy(), reply);
    reply.error(Line.Style.BAD, "nothing was changed");
  }

  /** Adds why rules cannot be compiled. */
  public static void obstacles(List<Obstacle> obstacles, Reply.Builder reply) {
    obstacles(obstacles, Prepared.noPolicy(), reply);
  }

  /**
   * The same.
   *
   * @param policy that holds the rules, so that it is told where those are which a target cannot do
   */
  public static void obstacles(List<Obstacle> obstacles, Policy policy, Reply.Builder reply) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Obstacle obstacle : obstacles) {
      reply.error(Line.Style.BAD, "rule " + obstacle.rule() + ": " + obstacle.why());
      if (obstacle instanceof Obstacle.Unfit) {
        policy
            .rule(obstacle.rule())
            .ifPresent(rule -> reply.error(Line.Style.PLAIN, "  at " + rule.span().position()));
      }
      if (!obstacle.fix().isEmpty()) {
        Paragraph.of("  ", "ways out: " + obstacle.fix())
            .forEach(line -> reply.error(Line.Style.PLAIN, line));
      }
      reply.exit(exit(obstacle));
      trees.add(tree(obstacle));
    }
    reply.put("obstacles", trees);
  }

  private static Map<String, Object> tree(Obstacle obstacle) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", obstacle.rule());
    tree.put("why", obstacle.why());
    if (!obstacle.fix().isEmpty()) {
      tree.put("fix", obstacle.fix());
    }
    return tree;
  }

  private static ExitCode exit(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unanswered unanswered -> ExitCode.TEMPORARY;
      case Obstacle.Missing missing -> ExitCode.MISSING_FILE;
      case Obstacle.Forbidden forbidden -> ExitCode.PERMISSION;
      case Obstacle.Blocked blocked -> ExitCode.HELD;
      case Obstacle.NoPeers noPeers -> ExitCode.HELD;
      case Obstacle.OverBudget budget -> ExitCode.WRONG_INPUT;
      case Obstacle.Unfit unfit -> ExitCode.WRONG_INPUT;
    };
  }

  private void objected(Outcome.Objected objected) {
    prepared(objected.prepared());
    OmissionReport.losses(objected.target(), objected.prepared(), reply);
    Reasoned reasoned = reasoned(objected.plan(), objected.prepared(), Optional.empty());
    Map<String, Object> tree =
        tree(objected.prepared(), objected.target(), "objected", objected.plan(), reasoned);
    tree.put("objections", ObjectionReport.errors(objected.objections(), reply));
    reply.error(Line.Style.BAD, "nothing was changed");
    tree.put("omitted", OmissionReport.trees(objected.prepared()));
    targets.add(tree);
  }

  private void planned(Outcome.Planned planned) {
    prepared(planned.prepared());
    targets.add(PlannedReport.add(planned, listing, reply));
    if (!planned.plan().isEmpty()) {
      reply.exit(ExitCode.DIFFERENT);
    }
  }

  private static Reasoned reasoned(Plan plan, Prepared prepared, Optional<Ruleset> applied) {
    return Reasons.of(
        plan, prepared.policy(), prepared.meaning(), prepared.memory().guards(), applied);
  }

  /** Adds what others do to the same openings. */
  static void foreign(Observation observation, Reply.Builder reply) {
    for (Observation.Foreign foreign : observation.foreign()) {
      reply.line(Line.Style.CAUTION, "  others: " + foreign.where() + " " + foreign.effect());
    }
  }

  /** Adds what others leave of what rules let through. */
  static void effects(Observation observation, Reply.Builder reply) {
    for (Effect effect : observation.effects()) {
      reply.line(
          effect.isNone() ? Line.Style.BAD : Line.Style.ASIDE,
          "  " + (effect.isNone() ? "" : "note: ") + effect.sentence());
      effect.remedies().forEach(line -> reply.line(Line.Style.ASIDE, "    remedy: " + line));
    }
    if (observation.effects().stream().anyMatch(Effect::isNone)) {
      reply.put("degraded", true);
    }
  }

  private static boolean isDegraded(Outcome outcome) {
    return outcome instanceof Outcome.Unavailable
        || hasNoEffect(outcome)
        || outcome.about().filter(OmissionReport::isLoss).isPresent();
  }

  /** Whether a rule of what was applied has no effect. */
  public static boolean hasNoEffect(Outcome outcome) {
    return outcome instanceof Outcome.Proven proven
        && proven.held().effects().stream().anyMatch(Effect::isNone);
  }

  private static List<Map<String, Object>> trees(List<Effect> effects) {
    return effects.stream()
        .map(
            one ->
                Map.<String, Object>of(
                    "rule", one.rule(),
                    "effect", one.kind().text(),
                    "where", one.where(),
                    "why", one.why(),
                    "remedies", one.remedies()))
        .toList();
  }

  private void proven(Outcome.Proven proven) {
    prepared(proven.prepared());
    OmissionReport.losses(proven.target(), proven.prepared(), reply);
    Reasoned reasoned = reasoned(proven.plan(), proven.prepared(), proven.applied());
    boolean inSync = proven.plan().isEmpty();
    changed |= !inSync;
    if (inSync) {
      reply.line(
          Line.Style.GOOD,
          "%s: in sync, proof %s%s"
              .formatted(proven.target(), proven.proof().text(), attested(proven.held())));
    } else {
      PlanReport.lines(reasoned, Origins.of(proven.prepared()), listing, reply);
      reply.line(
          Line.Style.GOOD,
          "%s: applied%s, proof %s"
              .formatted(proven.target(), generation(proven), proven.proof().text()));
    }
    foreign(proven.plan().before(), reply);
    effects(proven.held(), reply);
    if (PreparedReport.isHeld(proven.prepared())) {
      reply.exit(inSync ? ExitCode.HELD : ExitCode.PARTIAL);
    }
    Map<String, Object> tree =
        tree(
            proven.prepared(),
            proven.target(),
            inSync ? "in sync" : "applied",
            proven.plan(),
            reasoned);
    tree.put("generation", proven.generation());
    tree.put("proof", proven.proof().text());
    ByHandTree.put(proven.held().byHand(), tree);
    tree.put("effects", trees(proven.held().effects()));
    tree.put("omitted", OmissionReport.trees(proven.prepared()));
    targets.add(tree);
  }

  private static String attested(Observation held) {
    return held.byHand().attested().map(one -> ": " + one.text()).orElse("");
  }

  /** It is done when a person says so. */
  private void handed(Outcome.Handed handed) {
    prepared(handed.prepared());
    OmissionReport.losses(handed.target(), handed.prepared(), reply);
    changed |= handed.anew();
    Reasoned reasoned = reasoned(handed.plan(), handed.prepared(), Optional.empty());
    if (handed.anew()) {
      PlanReport.lines(reasoned, Origins.of(handed.prepared()), listing, reply);
    }
    reply.line(Line.Style.CAUTION, "%s: handed: %s".formatted(handed.target(), handed.sentence()));
    reply.exit(ExitCode.PARTIAL);
    Map<String, Object> tree =
        tree(handed.prepared(), handed.target(), "handed", handed.plan(), reasoned);
    tree.put("generation", handed.generation());
    tree.put("digest", handed.digest());
    tree.put("files", handed.files());
    tree.put("omitted", OmissionReport.trees(handed.prepared()));
    targets.add(tree);
  }

  /** What an order changes is no generation of its own. */
  private static String generation(Outcome.Proven proven) {
    return proven.generation() == 0 ? "" : " as generation " + proven.generation();
  }

  private void notProven(Outcome.NotProven notProven) {
    prepared(notProven.prepared());
    OmissionReport.losses(notProven.target(), notProven.prepared(), reply);
    changed = true;
    reply.error(Line.Style.BAD, notProven.target() + ": " + notProven.why());
    Reasoned reasoned = reasoned(notProven.plan(), notProven.prepared(), Optional.empty());
    PlanReport.lines(reasoned, Origins.of(notProven.prepared()), listing, reply);
    notProven
        .difference()
        .ifPresent(difference -> reply.error(Line.Style.BAD, "  " + describe(difference)));
    reply.error(Line.Style.PLAIN, "  run postern plan to see the rest, and apply again");
    reply.exit(ExitCode.PARTIAL);
    Map<String, Object> tree =
        tree(notProven.prepared(), notProven.target(), "not proven", notProven.plan(), reasoned);
    tree.put("generation", notProven.generation());
    tree.put("why", notProven.why());
    tree.put("omitted", OmissionReport.trees(notProven.prepared()));
    targets.add(tree);
  }

  /** Beside a target that was served it is one of several that failed. */
  private void unchanged(Outcome.Unchanged unchanged) {
    prepared(unchanged.prepared());
    OmissionReport.losses(unchanged.target(), unchanged.prepared(), reply);
    reply.error(Line.Style.BAD, unchanged.target() + ": " + unchanged.why());
    reply.error(Line.Style.BAD, (alone ? "" : unchanged.target() + ": ") + "nothing was changed");
    reply.exit(served ? ExitCode.PARTIAL : ExitCode.TEMPORARY);
    Reasoned reasoned = reasoned(unchanged.plan(), unchanged.prepared(), Optional.empty());
    Map<String, Object> tree =
        tree(unchanged.prepared(), unchanged.target(), "unchanged", unchanged.plan(), reasoned);
    tree.put("why", unchanged.why());
    tree.put("omitted", OmissionReport.trees(unchanged.prepared()));
    targets.add(tree);
  }

  /** Beside a target that could be used it is one of several that failed. */
  private void unavailable(Outcome.Unavailable one) {
    prepared(one.prepared());
    reply.error(Line.Style.BAD, "%s: it cannot be used: %s".formatted(one.target(), one.why()));
    if (!one.remedy().isEmpty()) {
      Paragraph.of("  ", "ways out: " + one.remedy())
          .forEach(line -> reply.error(Line.Style.PLAIN, line));
    }
    reply.error(Line.Style.BAD, one.target() + ": nothing was changed");
    reply.exit(unavailable ? Runner.exit(one.kind()) : ExitCode.PARTIAL);
    Map<String, Object> tree = head(one.prepared(), one.target(), "unavailable");
    tree.put("why", one.why());
    tree.put("remedy", one.remedy());
    targets.add(tree);
  }

  public static String describe(Equivalence.Counterexample difference) {
    return "for example %s is %s, and should be %s"
        .formatted(difference.describe(), difference.left().text(), difference.right().text());
  }

  private static Map<String, Object> head(Prepared prepared, String target, String status) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", target);
    tree.put("name", target);
    tree.put("kind", prepared.kind(target));
    tree.put("status", status);
    return tree;
  }

  /** What every outcome has for programs. */
  static Map<String, Object> tree(
      Prepared prepared, String target, String status, Plan plan, Reasoned reasoned) {
    Map<String, Object> tree = head(prepared, target, status);
    tree.put("changes", PlanTree.of(plan, reasoned));
    tree.put("fading", PlanTree.fading(reasoned));
    tree.put(
        "foreign",
        plan.before().foreign().stream()
            .map(one -> Map.of("where", one.where(), "effect", one.effect()))
            .toList());
    tree.put("effects", trees(plan.before().effects()));
    Map<String, Object> counters = new LinkedHashMap<>();
    plan.before()
        .counters()
        .forEach(
            (rule, count) ->
                counters.put(
                    rule, Map.of("accepted", count.accepted(), "refused", count.refused())));
    tree.put("counters", counters);
    tree.put("fragments", plan.before().fragments());
    return tree;
  }
}
