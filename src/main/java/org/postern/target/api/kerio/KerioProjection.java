package org.postern.target.api.kerio;

import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.Omission.Loss;
import org.postern.target.Projection;

/** The part of a ruleset that one group holds; all that is left out is noted. */
final class KerioProjection {
  private static final int SMTP = 25;

  private final Projection.Builder projection = Projection.builder();

  private KerioProjection() {}

  static Projection of(Ruleset ruleset, KerioOptions options) {
    KerioProjection kerio = new KerioProjection();
    kerio.projection.holdMail(ruleset, options.rules(), kerio::held);
    return kerio.projection.build();
  }

  private Optional<AccessRule> held(AccessRule rule) {
    Scope.Mail mail = rule.mail();
    Optional<String> obstacle = obstacle(rule, mail);
    if (obstacle.isPresent()) {
      projection.leaveOut(rule, obstacle.get());
      return Optional.empty();
    }
    if (rule.log().isPresent()) {
      projection.note(rule, "is logged by Kerio Connect as it logs, and at no rate", Loss.LESS);
    }
    if (!mail.reply().isEmpty()) {
      projection.note(
          rule, "gives no reply: Kerio Connect closes the connection without a word", Loss.LESS);
    }
    if (projection.holdsMail()) {
      projection.leaveOut(
          rule,
          "needs a group of its own: add a target with a name, rules and group, and choose that"
              + " group in another service");
      return Optional.empty();
    }
    AddressSet peers = rule.peers().asSet().subtract(SpecialPurpose.LOOPBACK);
    return Optional.of(
        rule.withoutLog().withPeers(new Peers.Only(peers)).withScope(mail.withoutReply()));
  }

  /** Returns the meaning of a group: all mail of the services that ask it. */
  static AccessRule meaning(String name, AddressSet peers) {
    return AccessRule.accepting(
        name,
        new Scope.Mail(new Recipients.All(), Optional.empty(), false, ""),
        peers.subtract(SpecialPurpose.LOOPBACK),
        Refusal.DEFER);
  }

  /** Returns why a group holds nothing of a rule; what it lacks besides, its capabilities say. */
  private static Optional<String> obstacle(AccessRule rule, Scope.Mail mail) {
    if (rule.otherwise().isEmpty()) {
      return Optional.of("accepts every peer, and nothing is written for it");
    }
    if (rule.otherwise().equals(Optional.of(Refusal.OBSERVE))) {
      return Optional.of(
          "only observes, which Kerio Connect cannot: a group lets in or closes out");
    }
    if (mail.listener().filter(ports -> !ports.contains(SMTP)).isPresent()) {
      return Optional.of(
          "is not for port 25: a service of another port asks a group that is chosen there by"
              + " hand");
    }
    return Optional.empty();
  }
}
