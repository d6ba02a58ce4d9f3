package org.postern.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.daemon.alarm.Condition;
import org.postern.pipeline.InForce;
import org.postern.pipeline.run.Drift;

/**
 * The omissions of targets from what is in force. They are worked out anew when something else is
 * to be in force, and not at every look.
 */
final class LeftOut {
  private final Drift drift;
  private Optional<InForce> known = Optional.empty();
  private List<Condition> conditions = List.of();

  LeftOut(Drift drift) {
    this.drift = drift;
  }

  /**
   * Returns the conditions of the omissions. The same object is the same to be in force: none is
   * mutable.
   */
  @SuppressWarnings("ReferenceEquality")
  List<Condition> conditions(InForce inForce) {
    if (known.filter(last -> last == inForce).isEmpty()) {
      List<Condition> found = new ArrayList<>();
      for (String target : inForce.targets()) {
        found.addAll(Conditions.ofOmissions(target, drift.omissions(inForce, target)));
      }
      known = Optional.of(inForce);
      conditions = List.copyOf(found);
    }
    return conditions;
  }
}
