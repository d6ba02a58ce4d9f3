package org.postern.pipeline;

import java.util.List;
import java.util.Set;
import org.postern.plan.Obstacle;

/**
 * A policy without mistakes in its text.
 *
 * @param prepared the policy as far as it is known without asking a source
 * @param unknown the sets of which a source was not asked, and those that hold them
 * @param obstacles the reasons why it can be in force nowhere, whatever its sources say
 */
public record Checked(Prepared prepared, Set<String> unknown, List<Obstacle> obstacles) {
  public Checked {
    unknown = Set.copyOf(unknown);
    obstacles = List.copyOf(obstacles);
  }
}
