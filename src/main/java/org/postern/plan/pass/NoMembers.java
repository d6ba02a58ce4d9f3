package org.postern.plan.pass;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.Obstacle;
import org.postern.plan.Settled;
import org.postern.plan.memory.ChangeSide;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;

/**
 * Explains why the sets of a rule have no member, and what gives them one. No approval does: a rule
 * that accepts no peer has to say so with {@code accept: none}.
 */
final class NoMembers {
  private final Rule rule;
  private final Set<String> accepted;
  private final List<SetDefinition> sets = new ArrayList<>();
  private final Settled settled;

  NoMembers(Policy policy, Settled settled, Rule rule, Rule.Accept.Sets accept) {
    this.rule = rule;
    this.settled = settled;
    this.accepted = policy.withReferences(accept.names());
    accepted.forEach(name -> policy.set(name).ifPresent(sets::add));
  }

  /**
   * Returns the obstacle; empty where a set may have members that are not known yet, or that a
   * guard holds.
   *
   * @param taken whether the rule's own {@code never} takes out every member
   */
  Optional<Obstacle> obstacle(boolean taken) {
    boolean unknown =
        settled.unanswered().stream().anyMatch(one -> accepted.contains(one.key().set()));
    boolean held =
        settled.pending().stream()
            .filter(one -> one.side() == ChangeSide.ADDITIONS)
            .anyMatch(one -> accepted.contains(one.set()));
    if (unknown || held) {
      return Optional.empty();
    }
    String why =
        taken ? "its never takes out every member of its sets" : "its sets have no members";
    String fix = String.join("; ", ways(taken)) + "; or write accept: none, which closes the port";
    return Optional.of(firstUse(why, fix).orElse(new Obstacle.NoPeers(rule.name(), why, fix)));
  }

  private Optional<Obstacle> firstUse(String why, String fix) {
    return accepted.stream()
        .flatMap(name -> settled.blocked(name).stream())
        .findFirst()
        .map(
            one ->
                new Obstacle.Blocked(
                    rule.name(), "%s: set %s, %s".formatted(why, one.set(), one.why()), fix));
  }

  private List<String> ways(boolean taken) {
    if (taken) {
      return List.of("take out of never what the rule is to accept");
    }
    Set<String> ways = new LinkedHashSet<>();
    for (SetDefinition set : sets) {
      for (SourceSpec source : set.sources()) {
        way(set, source).ifPresent(ways::add);
      }
      if (!set.never().isEmpty()) {
        ways.add("see that never of set %s does not take out every entry".formatted(set.name()));
      }
    }
    if (ways.isEmpty()) {
      ways.add("add a source to set " + String.join(" or ", accepted));
    }
    return List.copyOf(ways);
  }

  private static Optional<String> way(SetDefinition set, SourceSpec source) {
    return switch (source.origin()) {
      case HOST -> Optional.of("write an address into the list, %s".formatted(source.id()));
      case PROVIDER ->
          Optional.of("see that %s of set %s has addresses".formatted(source.id(), set.name()));
      case POLICY, SET -> Optional.empty();
    };
  }
}
