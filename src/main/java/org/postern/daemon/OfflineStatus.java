package org.postern.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Restoration;
import org.postern.plan.Observation;
import org.postern.plan.Plan;

/** How everything is where no daemon runs: from the state and the targets. */
public final class OfflineStatus {
  private OfflineStatus() {}

  /** Looks. */
  public static Status of(Pipeline pipeline) throws IOException {
    Instant now = pipeline.parts().clock().instant();
    Restoration restoration = new Restoration(pipeline.parts());
    Restoration.InForce inForce = restoration.inForce();
    List<Status.TargetStatus> targets = new ArrayList<>();
    for (String name : inForce.targets()) {
      Plan plan = restoration.difference(inForce, name, Observation.nothing());
      targets.add(
          new Status.TargetStatus(
              name,
              plan.isEmpty(),
              plan.isEmpty() ? "" : plan.changes().size() + " changes are needed",
              plan.before().proof(),
              plan.isEmpty() ? Optional.of(now) : Optional.empty(),
              0,
              Map.of(),
              0,
              plan.before().counters()));
    }
    List<Alarm> alarms =
        Conditions.ofOrders(inForce.recall()).stream()
            .map(one -> new Alarm(one.kind(), one.subject(), one.message(), now))
            .toList();
    Surroundings surroundings = new Surroundings(pipeline.parts());
    surroundings.edited(inForce.recall(), now);
    return new Status(
        now,
        inForce,
        Optional.empty(),
        targets,
        alarms,
        Map.of(),
        Map.of(),
        Map.of(),
        surroundings.edited(),
        Optional.empty(),
        Optional.empty());
  }
}
