package org.postern.plan;

import java.util.List;
import java.util.Optional;

/**
 * The meaning of a policy with the answers in force.
 *
 * @param settled the entries in force and why
 * @param sets the addresses of each set
 * @param ruleset the rules that targets are to hold; without the rules that an obstacle stops
 * @param obstacles the reasons why rules are missing
 */
public record Meaning(
    Settled settled, List<EffectiveSet> sets, Ruleset ruleset, List<Obstacle> obstacles) {
  public Meaning {
    sets = List.copyOf(sets);
    obstacles = List.copyOf(obstacles);
  }

  /** Returns the set of that name. */
  public Optional<EffectiveSet> set(String name) {
    return sets.stream().filter(set -> set.name().equals(name)).findFirst();
  }
}
