package org.postern.target.iptables;

import org.postern.host.CommandRunner;
import org.postern.host.Progress;
import org.postern.plan.Capabilities;
import org.postern.policy.TargetBinding;
import org.postern.target.Neighbourhood;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;

/** The iptables of this network namespace, by the tools of this host. */
public final class IptablesKind implements TargetKind {
  private final IptablesTarget target;

  /**
   * Makes the kind for this host.
   *
   * @param neighbourhood the rules of others in nf_tables
   * @param progress receives the number of lines that the tools have taken
   */
  public IptablesKind(CommandRunner runner, Neighbourhood neighbourhood, Progress progress) {
    this.target = new IptablesTarget(runner, neighbourhood, progress);
  }

  @Override
  public Capabilities capabilities() {
    return IptablesTarget.CAPABILITIES;
  }

  @Override
  public boolean installed() {
    return Tools.installed();
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
