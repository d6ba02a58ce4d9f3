package org.postern.target.windows;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.plan.TargetOption;
import org.postern.policy.Policy;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;

/** Windows Firewall: compiled for on any system, and brought about on Windows. */
public final class WindowsKind implements TargetKind {
  private final CommandRunner runner;
  private final boolean here;

  /** Of this host, if it runs Windows. */
  public WindowsKind(CommandRunner runner) {
    this(runner, isHere());
  }

  /**
   * Of some host.
   *
   * @param here whether it runs Windows
   */
  WindowsKind(CommandRunner runner, boolean here) {
    this.runner = runner;
    this.here = here;
  }

  /** Whether this host runs Windows. */
  public static boolean isHere() {
    return isWindows(System.getProperty("os.name", ""));
  }

  static boolean isWindows(String system) {
    return system.toLowerCase(Locale.ROOT).startsWith("windows");
  }

  @Override
  public Capabilities capabilities() {
    return WindowsTarget.CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return WindowsOptions.KNOWN;
  }

  @Override
  public boolean installed() {
    return here;
  }

  /** On Windows it is this host's own firewall; elsewhere each is that of another host. */
  @Override
  public boolean onePerHost() {
    return here;
  }

  /** A script runs for up to ten minutes. */
  @Override
  public Duration deadline() {
    return Duration.ofMinutes(11);
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return WindowsProjection.of(ruleset, WindowsOptions.of(binding.options()));
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    return target(binding, Optional.empty());
  }

  @Override
  public Target portable(TargetBinding binding, Policy policy, Settled settled, Instant at) {
    return target(binding, Optional.of(new Knowledge(policy, settled, at)));
  }

  private Target target(TargetBinding binding, Optional<Knowledge> knowledge) {
    return new WindowsTarget(
        binding.name(), runner, here, WindowsOptions.of(binding.options()), knowledge);
  }
}
