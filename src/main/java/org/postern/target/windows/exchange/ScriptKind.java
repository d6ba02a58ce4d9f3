package org.postern.target.windows.exchange;

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
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.ScriptHost;

/** A system whose list scripts change: compiled for on any system, brought about on Windows. */
abstract class ScriptKind implements TargetKind {
  private final Capabilities capabilities;
  private final CommandRunner runner;
  private final boolean here;
  private final String elsewhere;
  private final String system;

  /**
   * One kind.
   *
   * @param here whether this host runs Windows
   * @param elsewhere why nothing can be done on another host, such as "Exchange is on Windows"
   * @param system what the scripts change, such as "the receive connector"
   */
  ScriptKind(
      Capabilities capabilities,
      CommandRunner runner,
      boolean here,
      String elsewhere,
      String system) {
    this.capabilities = capabilities;
    this.runner = runner;
    this.here = here;
    this.elsewhere = elsewhere;
    this.system = system;
  }

  /** The scripts of a target. */
  abstract ConnectorScripts scripts(TargetBinding binding);

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

  private Target target(TargetBinding binding, Optional<Knowledge> knowledge) {
    return new ExchangeTarget(
        capabilities,
        scripts(binding),
        new ScriptHost(runner, here, binding.name(), elsewhere, system),
        knowledge);
  }
}
