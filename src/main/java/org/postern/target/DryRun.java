package org.postern.target;

import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;

/**
 * A target that is only looked at: everything is as on the real one, but {@code apply} does
 * nothing.
 */
public record DryRun(Target target) implements Target {
  @Override
  public Capabilities capabilities() {
    return target.capabilities();
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    return target.observe(last);
  }

  @Override
  public Artifact compile(Plan plan) {
    return target.compile(plan);
  }

  @Override
  public Applied apply(Artifact artifact) {
    return new Applied.Unchanged("dry run", false);
  }

  @Override
  public Facets facets() {
    return target.facets();
  }
}
