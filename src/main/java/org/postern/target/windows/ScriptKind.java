package org.postern.target.windows;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.plan.Capabilities;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.policy.TargetBinding;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;

/** A kind of target whose rules scripts change: compiled on any host, applied on Windows. */
public abstract class ScriptKind implements TargetKind {
  private final Capabilities capabilities;
  private final CommandRunner runner;
  private final boolean here;

  /**
   * Makes a kind.
   *
   * @param runner runs the scripts
   * @param here whether this host runs Windows
   */
  protected ScriptKind(Capabilities capabilities, CommandRunner runner, boolean here) {
    this.capabilities = capabilities;
    this.runner = runner;
    this.here = here;
  }

  /**
   * Makes a target.
   *
   * @param knowledge the facts for a script that runs without Postern; empty for one that Postern
   *     runs
   */
  protected abstract Target target(TargetBinding binding, Optional<Knowledge> knowledge);

  /** Returns the host that runs the scripts of a target. */
  protected final ScriptHost host(TargetBinding binding, String elsewhere, String system) {
    return new ScriptHost(runner, here, binding.name(), elsewhere, system);
  }

  @Override
  public final Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public final boolean installed() {
    return here;
  }

  /** A script runs for up to ten minutes. */
  @Override
  public final Duration deadline() {
    return Duration.ofMinutes(11);
  }

  @Override
  public final Target open(TargetBinding binding, Secrets secrets) {
    return target(binding, Optional.empty());
  }

  @Override
  public final Target portable(TargetBinding binding, Policy policy, Settled settled, Instant at) {
    return target(binding, Optional.of(new Knowledge(policy, settled, at)));
  }
}
