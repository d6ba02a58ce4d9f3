package org.postern.command.aggregate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.postern.plan.WidenedDocument;

/**
 * The result of adding addresses: exactly one component is present.
 *
 * @param widened a set within the budget
 * @param why a budget cannot be met
 * @param curve the costs of other budgets
 */
public record LossyDocument(
    Optional<WidenedDocument> widened, Optional<String> why, Optional<List<Point>> curve) {
  /**
   * The fewest extra addresses with so many entries.
   *
   * @param extra addresses that no list holds
   */
  public record Point(int entries, BigInteger extra) {}

  static LossyDocument of(WidenedDocument widened) {
    return new LossyDocument(Optional.of(widened), Optional.empty(), Optional.empty());
  }

  static LossyDocument refused(String why) {
    return new LossyDocument(Optional.empty(), Optional.of(why), Optional.empty());
  }

  static LossyDocument ofCurve(List<Point> curve) {
    return new LossyDocument(Optional.empty(), Optional.empty(), Optional.of(curve));
  }
}
