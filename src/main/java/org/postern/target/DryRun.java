package org.postern.target;

import java.time.Instant;
import java.util.Map;
import org.postern.plan.Settled;
import org.postern.policy.Policy;

/**
 * A target that is only looked at: everything is as on the real one, but {@code apply} does
 * nothing.
 */
public record DryRun(Target target) implements ForwardingTarget {
  @Override
  public Target with(Map<String, String> options) {
    return new DryRun(target.with(options));
  }

  @Override
  public Target carried(Policy policy, Settled settled, Instant at) {
    return new DryRun(target.carried(policy, settled, at));
  }

  @Override
  public Applied apply(Artifact artifact) {
    return new Applied.Unchanged("dry run", false);
  }
}
