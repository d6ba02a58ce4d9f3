package org.postern.target.windows;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.policy.KeepSpec;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;

/**
 * The facts that a script needs which runs without Postern.
 *
 * @param settled the answers in force of every source when the script was compiled
 * @param at the time when it was compiled
 */
public record Knowledge(Policy policy, Settled settled, Instant at) {
  /** Returns the sets that rules accept, each after those that it refers to. */
  public List<SetDefinition> sets(List<String> rules) {
    Set<SetDefinition> found = new LinkedHashSet<>();
    for (String name : rules) {
      for (String set : accepted(name)) {
        add(set, found);
      }
    }
    return List.copyOf(found);
  }

  /** Returns the names of the sets that a rule accepts. */
  public List<String> accepted(String rule) {
    Optional<Rule> found = policy.rule(rule);
    return found.isPresent() && found.get().accept() instanceof Rule.Accept.Sets sets
        ? sets.names()
        : List.of();
  }

  /**
   * Adds a set and those that it refers to. References never form a circle; the parser sees to it.
   */
  private void add(String name, Set<SetDefinition> found) {
    SetDefinition set = policy.set(name).orElseThrow();
    for (SourceSpec source : set.sources()) {
      if (source instanceof SetSource reference) {
        add(reference.set(), found);
      }
    }
    found.add(set);
  }

  /**
   * Returns how old the list of these rules may become; empty when no other party decides what is
   * on it.
   */
  public Optional<Duration> alarmAfter(List<String> rules) {
    return sets(rules).stream()
        .filter(set -> set.sources().stream().anyMatch(SourceSpec::outside))
        .map(SetDefinition::keep)
        .map(KeepSpec::alarmAfter)
        .min(Comparator.naturalOrder());
  }

  /** Returns what a script that asks for names itself leaves out of their sets, in words. */
  public List<String> unwidened(Ruleset ruleset) {
    return sets(ruleset.rules().stream().map(AccessRule::name).toList()).stream()
        .filter(set -> set.widen().isPresent())
        .map(set -> "set " + set.name() + " is not widened by a script that asks for names itself")
        .toList();
  }
}
