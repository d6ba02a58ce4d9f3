package org.postern.target.api.smartermail;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.Capabilities;
import org.postern.plan.MailAbilities;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;
import org.postern.target.api.ApiChannel;
import org.postern.target.api.ApiLimits;
import org.postern.target.api.ApiServer;

/** The kind of target that is the blacklist of SmarterMail, changed by its API. */
public final class SmarterMailKind implements TargetKind {
  /** The name of the kind. */
  public static final String NAME = "smartermail";

  /** The most prefixes: each takes a call, and the server searches the list at each connection. */
  private static final int MAX_PREFIXES = 2_000;

  /**
   * The limits of a session, below the time that a target may take; the next run does what is left.
   */
  private static final ApiLimits LIMITS = ApiLimits.DEFAULT.within(Duration.ofMinutes(9));

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
          NAME,
          EnumSet.of(Family.IP),
          EnumSet.of(Refusal.REJECT),
          MAX_PREFIXES,
          new MailAbilities(true, false, false, false, false));

  private final ApiChannel.Dialer dialer;

  /** Makes a kind that reaches servers over HTTPS. */
  public SmarterMailKind() {
    this(server -> server.open(LIMITS));
  }

  /** Makes a kind that reaches servers in another way. */
  SmarterMailKind(ApiChannel.Dialer dialer) {
    this.dialer = dialer;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return SmarterMailOptions.KNOWN;
  }

  @Override
  public Set<String> required() {
    return ApiServer.REQUIRED;
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public List<Fault> faults(TargetBinding binding) {
    return SmarterMailFaults.of(SmarterMailOptions.of(binding));
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return SmarterMailProjection.of(ruleset, SmarterMailOptions.of(binding));
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    SmarterMailOptions options = SmarterMailOptions.of(binding);
    return new SmarterMailTarget(
        options, () -> new Session(dialer.dial(options.server()), options.server(), secrets));
  }
}
