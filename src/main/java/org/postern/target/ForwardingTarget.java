package org.postern.target;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.Capabilities;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.plan.Settled;
import org.postern.policy.Policy;

/**
 * A target in front of another, which answers what it does not answer itself. What makes another
 * target, and what changes the system, each such target says for itself: a forgotten wrapper would
 * change what was only to be looked at.
 */
public interface ForwardingTarget extends Target {
  /** The target behind it. */
  Target target();

  @Override
  Target with(Map<String, String> options);

  @Override
  Target carried(Policy policy, Settled settled, Instant at);

  @Override
  default boolean installed() {
    return target().installed();
  }

  @Override
  default Duration deadline() {
    return target().deadline();
  }

  @Override
  default Projection project(Ruleset ruleset) {
    return target().project(ruleset);
  }

  @Override
  default Capabilities capabilities() {
    return target().capabilities();
  }

  @Override
  default Observation observe(Observation last) throws TargetException {
    return target().observe(last);
  }

  @Override
  default Optional<String> pulse() throws TargetException {
    return target().pulse();
  }

  @Override
  default Duration lookEvery() {
    return target().lookEvery();
  }

  @Override
  default List<SeenPeer> seen() throws TargetException {
    return target().seen();
  }

  @Override
  default Optional<String> culprits() {
    return target().culprits();
  }

  @Override
  default List<Effect> effects(Ruleset ruleset) throws TargetException {
    return target().effects(ruleset);
  }

  @Override
  default Artifact compile(Plan plan) {
    return target().compile(plan);
  }

  @Override
  Applied apply(Artifact artifact) throws TargetException;
}
