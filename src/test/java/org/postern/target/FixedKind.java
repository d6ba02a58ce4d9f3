package org.postern.target;

import org.postern.plan.Capabilities;
import org.postern.policy.TargetBinding;

/** A kind of which there is one target, however it is bound. */
public class FixedKind implements TargetKind {
  private final Target target;

  public FixedKind(Target target) {
    this.target = target;
  }

  @Override
  public Capabilities capabilities() {
    return target.capabilities();
  }

  @Override
  public boolean onePerHost() {
    return true;
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    return target;
  }
}
