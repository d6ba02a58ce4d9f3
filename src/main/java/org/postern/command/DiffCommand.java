package org.postern.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Comparison;
import org.postern.plan.Equivalence;
import org.postern.plan.Plan;
import org.postern.plan.Reasons;
import org.postern.plan.Ruleset;

/** Compares two policies, lockfiles or targets: {@code diff A B}. */
final class DiffCommand {
  private final Pipelines pipelines;

  DiffCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  List<Command> commands() {
    return List.of(
        new Command(
            "diff",
            "compare policies, lockfiles or targets: equal, or a packet that differs",
            List.of(
                Parameter.required("A", "policy, git:REF:PATH, lockfile, or target"),
                Parameter.required("B", "what to compare it with")),
            List.of(Listing.VERBOSE, Requests.STATE),
            "postern diff git:HEAD:policy.yaml policy.yaml",
            this::diff));
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
    compare(left.get(), right.get(), Listing.of(invocation, Listing.USUAL), reply);
    return reply.build();
  }

  private static void compare(
      Comparison.Side left, Comparison.Side right, Listing listing, Reply.Builder reply) {
    if (left instanceof Comparison.Side.Rules a && right instanceof Comparison.Side.Rules b) {
      compare(a.ruleset(), b.ruleset(), listing, reply);
    } else if (left instanceof Comparison.Side.Answers a
        && right instanceof Comparison.Side.Answers b) {
      compare(a, b, reply);
    } else {
      throw new UsageException("a lockfile can only be compared with a lockfile");
    }
  }

  private static void compare(Ruleset left, Ruleset right, Listing listing, Reply.Builder reply) {
    Optional<Equivalence.Counterexample> found = Equivalence.compare(left, right);
    reply.put("equal", found.isEmpty());
    if (found.isEmpty()) {
      reply.line(Line.Style.GOOD, "equal: every packet is judged alike");
      return;
    }
    Equivalence.Counterexample example = found.get();
    reply.line(
        Line.Style.CAUTION,
        "different: for example %s is %s before and %s after"
            .formatted(example.describe(), example.left().text(), example.right().text()));
    Plan plan = Comparison.plan(left, right);
    PlanReport.lines(Reasons.unknown(plan), Origins.NONE, listing, reply);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("packet", example.packet().describe());
    example.at().ifPresent(moment -> tree.put("at", moment.toString()));
    tree.put("before", example.left().text());
    tree.put("after", example.right().text());
    reply.put("counterexample", tree).put("changes", PlanTree.of(plan));
    reply.exit(ExitCode.DIFFERENT);
  }

  private static void compare(
      Comparison.Side.Answers left, Comparison.Side.Answers right, Reply.Builder reply) {
    List<String> differences = Comparison.differences(left, right);
    reply.put("equal", differences.isEmpty()).put("differences", differences);
    if (differences.isEmpty()) {
      reply.line(Line.Style.GOOD, "equal: every source answers alike");
    } else {
      differences.forEach(
          line -> reply.line(line.startsWith("+") ? Line.Style.ADDED : Line.Style.REMOVED, line));
      reply.exit(ExitCode.DIFFERENT);
    }
  }
}
