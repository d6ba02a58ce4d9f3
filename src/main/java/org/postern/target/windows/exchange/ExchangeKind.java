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
 * The kind of target that is a receive connector of Exchange: compiled on any system, applied on
 * the server.
 */
public final class ExchangeKind extends ConnectorKind {
  /** The name of the kind. */
  public static final String NAME = "exchange";

  /**
   * The directory refuses a connector with more than 1,200 to 1,300 entries (Microsoft, "Connector
   * remote IP address limit exceeded").
   */
  static final int MAX_ENTRIES = 1_200;

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
              NAME,
              EnumSet.allOf(Family.class),
              EnumSet.of(Refusal.DEFER),
              MAX_ENTRIES,
              MailAbilities.EACH_RECIPIENT.withListeners(),
              Ability.ATOMIC)
          .onWindows();

  /**
   * Makes the kind for one host.
   *
   * @param here whether it runs Windows
   */
  public ExchangeKind(CommandRunner runner, boolean here) {
    super(CAPABILITIES, runner, here, "Exchange is on Windows", "the receive connector");
  }

  @Override
  public Map<String, TargetOption> options() {
    return ExchangeOptions.KNOWN;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return ExchangeProjection.of(ruleset, ExchangeOptions.of(binding), "a receive connector");
  }

  @Override
  ConnectorScripts scripts(TargetBinding binding) {
    return new ExchangeScripts(ExchangeOptions.of(binding));
  }
}
