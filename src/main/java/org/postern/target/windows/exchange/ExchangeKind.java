package org.postern.target.windows.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.plan.TargetOption;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Policy;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;
import org.postern.target.windows.Knowledge;
import org.postern.target.windows.ScriptHost;
import org.postern.target.windows.WindowsKind;

/** Receive connectors of Exchange: compiled for on any system, brought about on the server. */
public final class ExchangeKind implements TargetKind {
  /** What the kind is called. */
  public static final String NAME = "exchange";

  /**
   * The directory refuses a connector with more than 1,200 to 1,300 entries (Microsoft, "Connector
   * remote IP address limit exceeded").
   */
  static final int MAX_ENTRIES = 1_200;

  static final Capabilities CAPABILITIES =
      new Capabilities(
              NAME,
              EnumSet.allOf(Family.class),
              Set.of(),
              EnumSet.of(Refusal.DEFER),
              MAX_ENTRIES,
              false,
              true,
              false,
              false,
              false,
              InterfaceNames.WINDOWS)
          .tellingListeners();

  private final CommandRunner runner;
  private final boolean here;

  /** Of this host, if it runs Windows. */
  public ExchangeKind(CommandRunner runner) {
    this(runner, WindowsKind.isHere());
  }

  /**
   * Of some host.
   *
   * @param here whether it runs Windows
   */
  public ExchangeKind(CommandRunner runner, boolean here) {
    this.runner = runner;
    this.here = here;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return ExchangeOptions.KNOWN;
  }

  @Override
  public boolean installed() {
    return here;
  }

  /** A script runs for up to ten minutes. */
  @Override
  public Duration deadline() {
    return Duration.ofMinutes(11);
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return ExchangeProjection.of(ruleset, ExchangeOptions.of(binding), "a receive connector");
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
    ExchangeOptions options = ExchangeOptions.of(binding);
    return new ExchangeTarget(
        CAPABILITIES,
        new ExchangeScripts(options),
        new ScriptHost(
            runner, here, options.target(), "Exchange is on Windows", "the receive connector"),
        knowledge);
  }
}
