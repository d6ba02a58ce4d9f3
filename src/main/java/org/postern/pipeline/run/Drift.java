package org.postern.pipeline.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Effects;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Projections;
import org.postern.pipeline.Targets;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Omission;
import org.postern.target.Projection;
import org.postern.target.TargetException;

/** Finds how targets differ from what is to be in force. They are looked at and not changed. */
public final class Drift {
  private final Targets targets;

  public Drift(Targets targets) {
    this.targets = targets;
  }

  /** Returns what a target leaves out of what is to be in force; nothing is looked at. */
  public List<Omission> omissions(InForce inForce, String target) {
    try {
      Prepared prepared = inForce.prepared().orElseThrow();
      return new Projections(targets)
          .on(target, prepared)
          .projection()
          .map(Projection::omissions)
          .orElse(List.of());
    } catch (TargetException | RuntimeException e) {
      return List.of();
    }
  }

  /** Returns a target as what is in force uses it. */
  public BoundedTarget target(InForce inForce, String name) throws TargetException {
    return targets.bound(name, inForce.prepared().orElseThrow().policy());
  }

  /**
   * Returns how a target differs from what is to be in force.
   *
   * @param last the last observation of the target; empty to have it looked at as a whole
   */
  public Plan difference(InForce inForce, String target, Optional<Observation> last)
      throws IOException {
    Prepared prepared = inForce.prepared().orElseThrow();
    BoundedTarget bound = target(inForce, target);
    Ruleset wanted = new Projections(targets).on(target, prepared).held();
    Observation seen = bound.observe(last.orElseGet(() -> Observation.of(wanted)));
    return Plan.between(Effects.with(bound, seen, wanted), wanted);
  }

  /**
   * The difference of a target from what is to be in force.
   *
   * @param plan the changes that it needs; empty when the target cannot be used
   * @param why the reason why it cannot be used, in words; empty when it can
   */
  public record Difference(String target, Optional<Plan> plan, String why) {}

  /**
   * Returns how each target differs from what is to be in force, all of it read.
   *
   * @throws IOException when no target can be used
   */
  public List<Difference> differences(InForce inForce) throws IOException {
    EachTarget<Plan> each =
        EachTarget.of(inForce.targets(), name -> difference(inForce, name, Optional.empty()));
    Map<String, Plan> plans = each.required().done();
    return each.names().stream()
        .map(
            name -> new Difference(name, Optional.ofNullable(plans.get(name)), each.sentence(name)))
        .toList();
  }
}
