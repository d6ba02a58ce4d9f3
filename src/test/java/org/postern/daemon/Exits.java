package org.postern.daemon;

import java.util.List;
import java.util.stream.Stream;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.Obstacle;
import org.postern.plan.Settled;

/** What {@code apply} would exit with. */
final class Exits {
  /** Where several fit, the first of these. */
  private static final List<Integer> ORDER = List.of(65, 66, 4, 3, 75, 0);

  private Exits() {}

  static int of(List<Outcome> outcomes) {
    List<Integer> all = outcomes.stream().flatMap(Exits::of).toList();
    return ORDER.stream().filter(all::contains).findFirst().orElse(0);
  }

  private static Stream<Integer> of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Rejected rejected -> Stream.of(65);
      case Outcome.Refused refused -> refused.obstacles().stream().map(Exits::of);
      case Outcome.Proven one when isHeld(one.prepared()) ->
          Stream.of(one.plan().isEmpty() ? 3 : 4);
      case Outcome.Proven one -> Stream.of(0);
      case Outcome.NotProven one -> Stream.of(4);
      case Outcome.Handed one -> Stream.of(4);
      case Outcome.Unchanged one -> Stream.of(75);
      case Outcome.Unavailable one -> Stream.of(4);
      case Outcome.Planned one -> Stream.of(0);
      case Outcome.Objected one -> Stream.of(3);
    };
  }

  private static boolean isHeld(Prepared prepared) {
    Settled settled = prepared.meaning().settled();
    return !settled.pending().isEmpty() || !settled.refused().isEmpty();
  }

  private static int of(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unanswered one -> 75;
      case Obstacle.Missing one -> 66;
      case Obstacle.Forbidden one -> 77;
      case Obstacle.Blocked one -> 3;
      case Obstacle.NoPeers one -> 3;
      case Obstacle.OverBudget one -> 65;
      case Obstacle.Unfit one -> 65;
    };
  }
}
