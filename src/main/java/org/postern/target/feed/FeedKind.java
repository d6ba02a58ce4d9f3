package org.postern.target.feed;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.postern.address.Family;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.Secrets;
import org.postern.target.Target;
import org.postern.target.TargetKind;

/** The kind of target that publishes lists for firewalls to pull; the lists take effect there. */
public final class FeedKind implements TargetKind {
  private static final String NAME = "feed";

  /**
   * The most prefixes, which larger firewalls take; the limit of a firewall is in its data sheet.
   */
  private static final int MAX_PREFIXES = 100_000;

  private static final Capabilities CAPABILITIES =
      Capabilities.ofPackets(
              NAME,
              EnumSet.allOf(Family.class),
              EnumSet.allOf(Hook.class),
              Set.of(Refusal.DROP, Refusal.REJECT),
              MAX_PREFIXES)
          .by(Capabilities.Road.PUBLISHED);

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Map<String, TargetOption> options() {
    return FeedOptions.KNOWN;
  }

  @Override
  public Projection project(Ruleset ruleset, TargetBinding binding) {
    return FeedProjection.of(ruleset, FeedOptions.of(binding));
  }

  @Override
  public Target open(TargetBinding binding, Secrets secrets) {
    FeedOptions options = FeedOptions.of(binding);
    return new FeedTarget(CAPABILITIES, options, new Signer(options.sign(), secrets));
  }
}
