package org.postern.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.command.Command;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.LastGood;
import org.postern.source.RetainedEntry;
import org.postern.state.RunState;

/**
 * Finds the names that can be typed: those of the draft or the policy in force, and those of the
 * state.
 */
final class Knowledge {
  /** The most addresses that are offered; a user looks through no more. */
  private static final int ADDRESSES = 400;

  private final Session session;

  Knowledge(Session session) {
    this.session = session;
  }

  /** Returns all names; a policy or state that cannot be read adds none. */
  Known gather() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    names.put("COMMAND", session.commands().stream().map(Command::name).toList());
    Pipeline pipeline = session.pipeline();
    Optional<Policy> policy = policy(pipeline);
    names.put(
        "TARGET", List.copyOf(pipeline.targets().words(policy.orElseGet(Prepared::noPolicy))));
    policy.ifPresent(one -> names(one, names));
    try {
      names(pipeline.store().runState(damage -> {}), pipeline.store().numbers(), names);
    } catch (IOException e) {
      return new Known(names);
    }
    return new Known(names);
  }

  private Optional<Policy> policy(Pipeline pipeline) {
    return session
        .workspace()
        .draft()
        .map(draft -> pipeline.files().parse(draft.path(), new Report()))
        .orElseGet(() -> running(pipeline));
  }

  private static Optional<Policy> running(Pipeline pipeline) {
    try {
      Restoration restoration = pipeline.restoration();
      return restoration.accepted(restoration.inForce(), new Report()).map(Accepted::policy);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void names(Policy policy, Map<String, List<String>> names) {
    List<String> sets = policy.sets().stream().map(SetDefinition::name).toList();
    names.put("SET", sets);
    names.put("RULE", policy.rules().stream().map(Rule::name).toList());
    names.put("VERDICT", Verbs.verdicts());
    names.put(
        "PORT",
        policy.rules().stream()
            .flatMap(rule -> rule.scope().named().stream())
            .flatMap(ports -> ports.ranges().stream())
            .map(range -> String.valueOf(range.first()))
            .distinct()
            .toList());
    Set<String> sources = new LinkedHashSet<>();
    Set<String> literals = new LinkedHashSet<>();
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        boolean isLiteral = source instanceof LiteralSource;
        (isLiteral ? literals : sources).add(bare(source.id()));
      }
    }
    names.put("SOURCE", List.copyOf(sources));
    names.put("ADDR", List.copyOf(literals));
    names.put("NET", List.copyOf(literals));
  }

  /** Returns an id without the word for its kind, which commands do not need. */
  private static String bare(String id) {
    return id.substring(id.indexOf(' ') + 1);
  }

  private static void names(
      RunState memory, List<Integer> generations, Map<String, List<String>> names) {
    Set<String> addresses = new LinkedHashSet<>(names.getOrDefault("ADDR", List.of()));
    for (LastGood one : memory.guards().lastGood()) {
      for (RetainedEntry entry : one.entries()) {
        if (addresses.size() < ADDRESSES) {
          addresses.add(entry.interval().first().toString());
        }
      }
    }
    names.put("ADDR", new ArrayList<>(addresses));
    names.put(
        "DOMAIN",
        memory.guards().domains().members().stream()
            .flatMap(one -> one.since().keySet().stream())
            .limit(ADDRESSES)
            .distinct()
            .toList());
    names.put("DIGEST", memory.guards().pending().stream().map(PendingChange::digest).toList());
    names.put("N", generations.stream().map(String::valueOf).toList());
  }
}
