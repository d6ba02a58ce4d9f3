package org.postern.command.outcome;

import java.util.List;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Paragraph;
import org.postern.command.Reply;
import org.postern.plan.Obstacle;
import org.postern.policy.Policy;

/** Tells why rules cannot be compiled, so that nothing is changed. */
public final class ObstacleReport {
  private ObstacleReport() {}

  /**
   * Adds the obstacles.
   *
   * @param policy the policy that holds the rules, to tell the lines of rules that a target cannot
   *     hold
   */
  public static void add(List<Obstacle> obstacles, Policy policy, Reply.Builder reply) {
    for (Obstacle obstacle : obstacles) {
      reply.error(Line.Style.BAD, "rule " + obstacle.rule() + ": " + obstacle.why());
      if (obstacle instanceof Obstacle.Unfit) {
        policy
            .rule(obstacle.rule())
            .ifPresent(rule -> reply.error(Line.Style.PLAIN, "  at " + rule.span().position()));
      }
      remedy(obstacle.fix(), reply);
      reply.exit(exit(obstacle));
    }
    reply.document(ObstacleDocument.of(obstacles));
  }

  /** Adds a remedy, unless it is empty. */
  static void remedy(String remedy, Reply.Builder reply) {
    if (!remedy.isEmpty()) {
      Paragraph.of("  ", "ways out: " + remedy)
          .forEach(line -> reply.error(Line.Style.PLAIN, line));
    }
  }

  private static ExitCode exit(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unanswered _ -> ExitCode.TEMPORARY;
      case Obstacle.Missing _ -> ExitCode.MISSING_FILE;
      case Obstacle.Forbidden _ -> ExitCode.PERMISSION;
      case Obstacle.Blocked _, Obstacle.NoPeers _ -> ExitCode.HELD;
      case Obstacle.OverBudget _, Obstacle.Unfit _ -> ExitCode.WRONG_INPUT;
    };
  }
}
