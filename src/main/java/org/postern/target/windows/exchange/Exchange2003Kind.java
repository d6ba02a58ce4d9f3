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
 * The kind of targets for Exchange 2000 and 2003: connection control of an SMTP virtual server, by
 * the object ExIpSec (Microsoft, KB 810913). It knows IPv4 alone, addresses with a mask.
 */
public final class Exchange2003Kind extends ConnectorKind {
  /** The name of the kind. */
  public static final String NAME = "exchange2003";

  /**
   * The most entries of the list. No limit is documented; a list of single computers is read at
   * every connection.
   */
  static final int MAX_ENTRIES = 1_000;

  private static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
              NAME,
              EnumSet.of(Family.IP),
              EnumSet.of(Refusal.DEFER, Refusal.REJECT),
              MAX_ENTRIES,
              MailAbilities.EACH_RECIPIENT.withListeners(),
              Ability.ATOMIC)
          .onWindows();

  /**
   * Makes the kind for one host.
   *
   * @param here whether it runs Windows
   */
  public Exchange2003Kind(CommandRunner runner, boolean here) {
    super(CAPABILITIES, runner, here, "Exchange 2003 is on Windows", "connection control");
  }

  @Override
  public Map<String, TargetOption> options() {
    return Exchange2003Options.KNOWN;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return Exchange2003Projection.of(ruleset, Exchange2003Options.of(binding));
  }

  @Override
  ConnectorScripts scripts(TargetBinding binding) {
    return new Exchange2003Scripts(Exchange2003Options.of(binding));
  }
}
