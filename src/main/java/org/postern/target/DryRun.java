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
 * A target that is only looked at: everything is as on the real one, but {@code apply} does
 * nothing.
 */
public record DryRun(Target target) implements Target {
  @Override
  public Target with(Map<String, String> options) {
    return new DryRun(target.with(options));
  }

  @Override
  public boolean installed() {
    return target.installed();
  }

  @Override
  public Target carried(Policy policy, Settled settled, Instant at) {
    return new DryRun(target.carried(policy, settled, at));
  }

  @Override
  public Projection project(Ruleset ruleset) {
    return target.project(ruleset);
  }

  @Override
  public Capabilities capabilities() {
    return target.capabilities();
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    return target.observe(last);
  }

  @Override
  public Duration lookEvery() {
    return target.lookEvery();
  }

  @Override
  public Optional<String> pulse() throws TargetException {
    return target.pulse();
  }

  @Override
  public List<SeenPeer> seen() throws TargetException {
    return target.seen();
  }

  @Override
  public List<Effect> effects(Ruleset ruleset) throws TargetException {
    return target.effects(ruleset);
  }

  @Override
  public Optional<String> culprits() {
    return target.culprits();
  }

  @Override
  public Artifact compile(Plan plan) {
    return target.compile(plan);
  }

  @Override
  public Applied apply(Artifact artifact) {
    return new Applied.Unchanged("dry run", false);
  }
}
