package org.postern.target.windows.exchange;

import java.util.EnumSet;
import java.util.Map;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.MailAbilities;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;

/**
 * The kind of target that is Exchange Online: an inbound connector of type Partner for all senders,
 * which takes mail from IPv4 addresses alone (Microsoft, "New-InboundConnector").
 */
public final class OnlineKind extends ConnectorKind {
  /** The name of the kind. */
  public static final String NAME = "exchange-online";

  /**
   * The most entries. The limit of the service is not documented; this is that of a receive
   * connector.
   */
  static final int MAX_ENTRIES = ExchangeKind.MAX_ENTRIES;

  private static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
              NAME,
              EnumSet.of(Family.IP),
              EnumSet.of(Refusal.REJECT),
              MAX_ENTRIES,
              MailAbilities.EACH_RECIPIENT.withListeners(),
              Ability.ATOMIC)
          .onWindows();

  /**
   * Makes the kind for one host.
   *
   * @param here whether it runs Windows
   */
  public OnlineKind(CommandRunner runner, boolean here) {
    super(
        CAPABILITIES,
        runner,
        here,
        "the module ExchangeOnlineManagement is on Windows",
        "the inbound connector");
  }

  @Override
  public Map<String, TargetOption> options() {
    return OnlineOptions.KNOWN;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return OnlineProjection.of(ruleset, OnlineOptions.of(binding));
  }

  @Override
  ConnectorScripts scripts(TargetBinding binding) {
    return new OnlineScripts(OnlineOptions.of(binding));
  }
}
