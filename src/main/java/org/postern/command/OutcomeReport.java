package org.postern.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.SeenPeer;

/** Outcomes of the pipeline in a reply. */
final class OutcomeReport {
  /** More observed peers than that are counted, not listed; JSON lists all. */
  private static final int FORESEEN = 50;

  private final Reply.Builder reply;
  private final List<Map<String, Object>> targets = new ArrayList<>();
  private boolean changed;

  OutcomeReport(Reply.Builder reply) {
    this.reply = reply;
  }

  /** Adds all outcomes of a run. */
  static Reply.Builder add(List<Outcome> outcomes, Reply.Builder reply) {
    OutcomeReport report = new OutcomeReport(reply);
    outcomes.forEach(report::add);
    return reply.put("changed", report.changed).put("targets", report.targets);
  }

  private void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Rejected rejected -> Diagnostics.add(rejected.report(), reply);
      case Outcome.Refused refused -> refused(refused);
      case Outcome.Objected objected -> objected(objected);
      case Outcome.Planned planned -> planned(planned);
      case Outcome.Proven proven -> proven(proven);
      case Outcome.NotProven notProven -> notProven(notProven);
      case Outcome.Unchanged unchanged -> unchanged(unchanged);
    }
  }

  private void refused(Outcome.Refused refused) {
    PreparedReport.add(refused.prepared(), reply);
    obstacles(refused.obstacles(), reply);
    reply.error(Line.Style.BAD, "nothing was changed");
  }

  /** Adds why rules cannot be compiled. */
  static void obstacles(List<Obstacle> obstacles, Reply.Builder reply) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Obstacle obstacle : obstacles) {
      reply.error(Line.Style.BAD, "rule " + obstacle.rule() + ": " + obstacle.why());
      reply.exit(exit(obstacle));
      trees.add(Map.of("rule", obstacle.rule(), "why", obstacle.why()));
    }
    reply.put("obstacles", trees);
  }

  private static ExitCode exit(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unanswered unanswered -> ExitCode.TEMPORARY;
      case Obstacle.Missing missing -> ExitCode.MISSING_FILE;
      case Obstacle.Blocked blocked -> ExitCode.HELD;
      case Obstacle.Nobody nobody -> ExitCode.HELD;
      case Obstacle.Unfit unfit -> ExitCode.WRONG_INPUT;
    };
  }

  private void objected(Outcome.Objected objected) {
    PreparedReport.add(objected.prepared(), reply);
    Map<String, Object> tree = tree(objected.target(), "objected", objected.plan());
    tree.put("objections", ObjectionReport.errors(objected.objections(), reply));
    reply.error(Line.Style.BAD, "nothing was changed");
    targets.add(tree);
  }

  private void planned(Outcome.Planned planned) {
    Prepared prepared = planned.prepared();
    PreparedReport.add(prepared, reply);
    Plan plan = planned.plan();
    if (plan.isEmpty()) {
      String proof = plan.before().proof().text();
      reply.line(Line.Style.GOOD, planned.target() + ": in sync, proof " + proof);
    } else {
      reply.line(Line.Style.HEADING, planned.target() + ": " + PlanReport.summary(plan));
      PlanReport.lines(plan, prepared, reply);
      reply.exit(ExitCode.DIFFERENT);
    }
    observed(plan.before());
    planned.artifact().notes().forEach(note -> reply.line(Line.Style.ASIDE, "  note: " + note));
    planned.unseen().forEach(what -> reply.line(Line.Style.ASIDE, "  note: " + what));
    List<Map<String, Object>> objections = ObjectionReport.notes(planned.objections(), reply);
    List<Map<String, Object>> endangered = new ArrayList<>();
    for (Endangered one : planned.endangered()) {
      endangered.add(endangered(one));
    }
    List<Map<String, Object>> observed = foreseen(planned);
    Map<String, Object> tree = tree(planned.target(), plan.isEmpty() ? "in sync" : "differs", plan);
    tree.put("proof", plan.before().proof().text());
    tree.put("objections", objections);
    tree.put("endangered", endangered);
    tree.put("observed", observed);
    tree.put("steps", planned.artifact().steps().stream().map(step -> step.title()).toList());
    targets.add(tree);
  }

  private Map<String, Object> endangered(Endangered one) {
    String then = one.cut() ? "is cut off" : "stays connected, cannot come again";
    reply.line(
        Line.Style.CAUTION,
        "  connected now: %s at port %d would be refused by rule %s (%s)"
            .formatted(one.connection().client(), one.connection().port(), one.rule(), then));
    return Map.of(
        "peer", one.connection().client().toString(),
        "server", one.connection().server().toString(),
        "port", one.connection().port(),
        "rule", one.rule(),
        "cut", one.cut());
  }

  private List<Map<String, Object>> foreseen(Outcome.Planned planned) {
    List<SeenPeer> peers = planned.foreseen().peers();
    for (SeenPeer one : peers.subList(0, Math.min(FORESEEN, peers.size()))) {
      reply.line(
          Line.Style.CAUTION,
          "  observed so far: %s would be refused by rule %s (seen %,d times, last %s ago)"
              .formatted(one.peer(), one.rule(), one.packets(), Ages.text(one.ago())));
    }
    if (peers.size() > FORESEEN) {
      reply.line(
          Line.Style.ASIDE,
          "  and %,d more (postern refused lists them)".formatted(peers.size() - FORESEEN));
    }
    return peers.stream().map(OutcomeReport::tree).toList();
  }

  private static Map<String, Object> tree(SeenPeer one) {
    return Map.of(
        "peer", one.peer().toString(),
        "rule", one.rule(),
        "count", one.packets(),
        "secondsAgo", one.ago().toSeconds());
  }

  private void observed(Observation observation) {
    for (Observation.Foreign foreign : observation.foreign()) {
      reply.line(Line.Style.CAUTION, "  others: " + foreign.where() + " " + foreign.effect());
    }
  }

  private void proven(Outcome.Proven proven) {
    PreparedReport.add(proven.prepared(), reply);
    boolean inSync = proven.plan().isEmpty();
    changed |= !inSync;
    if (inSync) {
      reply.line(Line.Style.GOOD, proven.target() + ": in sync, proof " + proven.proof().text());
    } else {
      PlanReport.lines(proven.plan(), proven.prepared(), reply);
      reply.line(
          Line.Style.GOOD,
          "%s: applied%s, proof %s"
              .formatted(proven.target(), generation(proven), proven.proof().text()));
    }
    observed(proven.plan().before());
    if (PreparedReport.isHeld(proven.prepared())) {
      reply.exit(inSync ? ExitCode.HELD : ExitCode.PARTIAL);
    }
    Map<String, Object> tree = tree(proven.target(), inSync ? "in sync" : "applied", proven.plan());
    tree.put("generation", proven.generation());
    tree.put("proof", proven.proof().text());
    targets.add(tree);
  }

  /** What an order changes is no generation of its own. */
  private static String generation(Outcome.Proven proven) {
    return proven.generation() == 0 ? "" : " as generation " + proven.generation();
  }

  private void notProven(Outcome.NotProven notProven) {
    PreparedReport.add(notProven.prepared(), reply);
    changed = true;
    reply.error(Line.Style.BAD, notProven.target() + ": " + notProven.why());
    PlanReport.lines(notProven.plan(), notProven.prepared(), reply);
    notProven
        .difference()
        .ifPresent(difference -> reply.error(Line.Style.BAD, "  " + describe(difference)));
    reply.error(Line.Style.PLAIN, "  run postern plan to see the rest, and apply again");
    reply.exit(ExitCode.PARTIAL);
    Map<String, Object> tree = tree(notProven.target(), "not proven", notProven.plan());
    tree.put("generation", notProven.generation());
    tree.put("why", notProven.why());
    targets.add(tree);
  }

  private void unchanged(Outcome.Unchanged unchanged) {
    PreparedReport.add(unchanged.prepared(), reply);
    reply.error(Line.Style.BAD, unchanged.target() + ": " + unchanged.why());
    reply.error(Line.Style.BAD, "nothing was changed");
    reply.exit(ExitCode.TEMPORARY);
    Map<String, Object> tree = tree(unchanged.target(), "unchanged", unchanged.plan());
    tree.put("why", unchanged.why());
    targets.add(tree);
  }

  static String describe(Equivalence.Counterexample difference) {
    return "for example %s is %s, and should be %s"
        .formatted(difference.describe(), difference.left().text(), difference.right().text());
  }

  private static Map<String, Object> tree(String target, String status, Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", target);
    tree.put("status", status);
    tree.put("changes", PlanReport.trees(plan));
    tree.put(
        "foreign",
        plan.before().foreign().stream()
            .map(one -> Map.of("where", one.where(), "effect", one.effect()))
            .toList());
    Map<String, Object> counters = new LinkedHashMap<>();
    plan.before()
        .counters()
        .forEach(
            (rule, count) ->
                counters.put(
                    rule, Map.of("accepted", count.accepted(), "refused", count.refused())));
    tree.put("counters", counters);
    return tree;
  }
}
