package org.postern.command.outcome;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Obstacle;

/**
 * The reason why a rule cannot be compiled, as a document for programs.
 *
 * @param fix what can be done about it; empty when the reason says it
 */
public record ObstacleDocument(String rule, String why, Optional<String> fix) {
  /** All obstacles. */
  public record All(List<ObstacleDocument> obstacles) {}

  static All of(List<Obstacle> obstacles) {
    return new All(obstacles.stream().map(ObstacleDocument::of).toList());
  }

  private static ObstacleDocument of(Obstacle one) {
    return new ObstacleDocument(
        one.rule(), one.why(), Optional.of(one.fix()).filter(fix -> !fix.isEmpty()));
  }
}
