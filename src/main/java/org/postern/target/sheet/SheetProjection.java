package org.postern.target.sheet;

import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission;
import org.postern.target.Projection;
import org.postern.target.RuleChoice;

/**
 * The part of a ruleset that a person can bring about on a system; all that is left out is noted.
 */
final class SheetProjection {
  /** The private addresses of RFC 1918 and RFC 4193. */
  private static final AddressSet PRIVATE =
      set("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

  private final SheetSystem system;
  private final Projection.Builder projection = Projection.builder();

  private SheetProjection(SheetSystem system) {
    this.system = system;
  }

  static Projection of(Ruleset ruleset, TargetBinding binding) {
    SheetProjection sheet = new SheetProjection(SheetOptions.of(binding).system());
    RuleChoice choice = RuleChoice.of(binding);
    for (AccessRule rule : ruleset.rules()) {
      if (choice.takes(rule)) {
        sheet.held(rule).ifPresent(sheet.projection::hold);
      } else {
        sheet.projection.note(rule, RuleChoice.OTHERS, Omission.Loss.REFUSES_LESS);
      }
    }
    return sheet.projection.build();
  }

  private static AddressSet set(String... prefixes) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String prefix : prefixes) {
      if (AddressText.parse(prefix) instanceof AddressText.Ok ok) {
        builder.add(ok.interval());
      }
    }
    return builder.build();
  }

  private Optional<AccessRule> held(AccessRule rule) {
    if (!system.capabilities().judges(rule.scope())) {
      return Optional.of(rule);
    }
    if (rule.otherwise().filter(Refusal.OBSERVE::equals).isPresent()) {
      projection.note(
          rule, "only observes, which a sheet cannot: nothing is written", Omission.Loss.LESS);
      return Optional.empty();
    }
    if (rule.otherwise().isEmpty()) {
      projection.note(rule, "accepts any peer: there is nothing to do", Omission.Loss.NOTHING);
      return Optional.empty();
    }
    AddressSet peers = peers(rule);
    return Optional.of(plain(rule, peers));
  }

  private AddressSet peers(AccessRule rule) {
    AddressSet peers = rule.peers().asSet();
    if (system != SheetSystem.GOOGLE_WORKSPACE || !peers.intersects(PRIVATE)) {
      return peers;
    }
    projection.note(
        rule,
        "leaves out private addresses, from which no connection comes to Google",
        Omission.Loss.NOTHING);
    return peers.subtract(PRIVATE);
  }

  /** Leaves out what a person does not do: count, log, or open and close for an hour. */
  private AccessRule plain(AccessRule rule, AddressSet peers) {
    if (rule.log().isPresent()) {
      projection.note(rule, "is not logged by us", Omission.Loss.LESS);
    }
    if (rule.openUntil().isPresent()) {
      projection.note(
          rule,
          "stays closed, though it is open for a while: a person opens it as the sheet says",
          Omission.Loss.LESS);
    }
    return rule.withPeers(new Peers.Only(peers)).withoutLog().withOpenUntil(Optional.empty());
  }
}
