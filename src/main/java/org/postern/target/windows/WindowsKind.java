package org.postern.target.windows;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Target;

/**
 * The kind of targets for Windows Firewall: compiled for on any system, and brought about on
 * Windows.
 */
public final class WindowsKind extends ScriptKind {
  /** Makes the kind for this host, if it runs Windows. */
  public WindowsKind(CommandRunner runner) {
    this(runner, isHere());
  }

  /**
   * Creates the kind as seen from a host.
   *
   * @param here whether the host runs Windows
   */
  WindowsKind(CommandRunner runner, boolean here) {
    super(WindowsTarget.CAPABILITIES, runner, here);
  }

  /** Tells whether this host runs Windows. */
  public static boolean isHere() {
    return isWindows(System.getProperty("os.name", ""));
  }

  static boolean isWindows(String system) {
    return system.toLowerCase(Locale.ROOT).startsWith("windows");
  }

  @Override
  public Map<String, TargetOption> options() {
    return WindowsOptions.KNOWN;
  }

  /**
   * Returns whether there is one target per host: on Windows it is this host's own firewall;
   * elsewhere each target is the firewall of another host.
   */
  @Override
  public boolean onePerHost() {
    return installed();
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return WindowsProjection.of(ruleset, WindowsOptions.of(binding));
  }

  @Override
  protected Target target(TargetBinding binding, Optional<Knowledge> knowledge) {
    return new WindowsTarget(
        host(binding, "Windows Firewall is on Windows", "the firewall"),
        WindowsOptions.of(binding),
        knowledge);
  }
}
