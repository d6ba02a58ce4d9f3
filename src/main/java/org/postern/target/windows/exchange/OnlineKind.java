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

/**
 * Exchange Online: an inbound connector of type Partner for all senders, which takes mail from IPv4
 * addresses alone (Microsoft, "New-InboundConnector").
 */
public final class OnlineKind implements TargetKind {
  /** What the kind is called. */
  public static final String NAME = "exchange-online";

  /** What the service takes is not documented; a script of a connector on a server stops there. */
  static final int MAX_ENTRIES = ExchangeKind.MAX_ENTRIES;

  private static final Capabilities CAPABILITIES =
      new Capabilities(
              NAME,
              EnumSet.of(Family.IP),
              Set.of(),
              EnumSet.of(Refusal.REJECT),
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
  public OnlineKind(CommandRunner runner) {
    this(runner, WindowsKind.isHere());
  }

  /**
   * Of some host.
   *
   * @param here whether it runs Windows
   */
  public OnlineKind(CommandRunner runner, boolean here) {
    this.runner = runner;
    this.here = here;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return OnlineOptions.KNOWN;
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
    return OnlineProjection.of(ruleset, OnlineOptions.of(binding));
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
    OnlineOptions options = OnlineOptions.of(binding);
    return new ExchangeTarget(
        CAPABILITIES,
        new OnlineScripts(options),
        new ScriptHost(
            runner,
            here,
            options.target(),
            "the module ExchangeOnlineManagement is on Windows",
            "the inbound connector"),
        knowledge);
  }
}
