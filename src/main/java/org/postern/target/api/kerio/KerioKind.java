package org.postern.target.api.kerio;

import java.time.Duration;
import java.util.EnumSet;
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

/** The kind of targets for groups of IP addresses of Kerio Connect, on this host or another. */
public final class KerioKind implements TargetKind {
  static final String NAME = "kerio";

  /** How many a group takes is not documented; more than that was not tried. */
  static final int MAX_PREFIXES = 10_000;

  /** Limits with less time than a call of a target may take; the next run does what is left. */
  private static final ApiLimits LIMITS = ApiLimits.DEFAULT.within(Duration.ofMinutes(8));

  static final Capabilities CAPABILITIES =
      Capabilities.ofMail(
          NAME,
          EnumSet.of(Family.IP),
          EnumSet.of(Refusal.DEFER),
          MAX_PREFIXES,
          MailAbilities.WHOLE_PEERS);

  private final ApiChannel.Dialer dialer;

  /** Creates the kind of targets that are reached over HTTPS. */
  public KerioKind() {
    this(server -> server.open(LIMITS));
  }

  /** Creates the kind of targets that are reached another way. */
  KerioKind(ApiChannel.Dialer dialer) {
    this.dialer = dialer;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return KerioOptions.KNOWN;
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
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return KerioProjection.of(ruleset, KerioOptions.of(binding));
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    KerioOptions options = KerioOptions.of(binding);
    return new KerioTarget(
        options, () -> new Session(dialer.dial(options.server()), options.server(), secrets));
  }
}
