package org.postern.command.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Paragraph;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.command.view.TraceText;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.check.Explainer;
import org.postern.plan.AccessRule;
import org.postern.policy.Hook;
import org.postern.target.TargetException;

/** Tells what stands beside the verdicts of {@code simulate}. */
final class SimulationNotes {
  private SimulationNotes() {}

  /**
   * Replies that the live rules cannot be seen: without them nothing is compared, and that must not
   * pass for agreement.
   */
  static void unseen(String target, TargetException why, boolean some, Reply.Builder reply) {
    reply
        .error(
            Line.Style.BAD, "what %s holds cannot be seen: %s".formatted(target, why.getMessage()))
        .exit(some ? ExitCode.PARTIAL : Runner.exit(why));
    if (why.kind() == TargetException.Kind.PERMISSION) {
      reply.error(
          Line.Style.PLAIN,
          "  run it as root, or as a member of the group postern while the daemon runs");
    }
  }

  /** Explains where the policy has the address from, as far as the sets go. */
  static void explain(
      Prepared prepared, Address peer, Set<String> rules, Instant now, Reply.Builder reply) {
    TraceText traceText = new TraceText(now);
    new Explainer(prepared)
        .explain(peer, Optional.empty()).stream()
            .filter(one -> rules.contains(one.rule().name()))
            .flatMap(
                one ->
                    Stream.concat(
                        one.traces().stream().map(traceText::sentence),
                        one.vetoed().stream().map(why -> "But " + why + ".")))
            .distinct()
            .flatMap(text -> Paragraph.of("  ", text).stream())
            .forEach(line -> reply.line(Line.Style.ASIDE, line));
  }

  /** Notes rules of these ports that were not asked about, so that they are not forgotten. */
  static void passedOver(
      List<AccessRule> rules, Probe probe, List<Integer> ports, Reply.Builder reply) {
    Map<Hook, Set<String>> names = new TreeMap<>();
    for (int port : ports) {
      List<AccessRule> there =
          rules.stream().filter(rule -> rule.packets().ports().contains(port)).toList();
      Set<Hook> asked = probe.hooks(there);
      for (AccessRule rule : there) {
        rule.packets().hooks().stream()
            .filter(hook -> !asked.contains(hook))
            .forEach(hook -> names.computeIfAbsent(hook, _ -> new TreeSet<>()).add(rule.name()));
      }
    }
    names.forEach(
        (hook, few) ->
            reply.line(
                Line.Style.ASIDE,
                "not asked: --hook %s (rule %s)".formatted(hook.text(), String.join(", ", few))));
  }
}
