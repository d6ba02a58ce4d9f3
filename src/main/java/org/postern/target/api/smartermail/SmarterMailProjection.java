package org.postern.target.api.smartermail;

import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Refusal;
import org.postern.target.Complement;
import org.postern.target.Omission.Loss;
import org.postern.target.Projection;

/** The part of a ruleset that a blacklist can hold; all that is left out is noted. */
final class SmarterMailProjection {
  private final Projection.Builder projection = Projection.builder();
  private final SmarterMailOptions options;

  private SmarterMailProjection(SmarterMailOptions options) {
    this.options = options;
  }

  static Projection of(Ruleset ruleset, SmarterMailOptions options) {
    SmarterMailProjection list = new SmarterMailProjection(options);
    list.projection.holdMail(ruleset, options.rules(), list::held);
    return list.projection.build();
  }

  private Optional<AccessRule> held(AccessRule rule) {
    Scope.Mail mail = rule.mail();
    AddressSet peers = Complement.judged(rule.peers().asSet());
    if (rule.otherwise().isEmpty() || peers.equals(Complement.judged(AddressSet.all()))) {
      projection.note(rule, "accepts every IPv4 address: there is none to list", Loss.NOTHING);
      return Optional.empty();
    }
    if (rule.otherwise().equals(Optional.of(Refusal.OBSERVE)) || rule.openUntil().isPresent()) {
      projection.leaveOut(rule, "only observes, which a blacklist cannot: nothing is listed");
      return Optional.empty();
    }
    notes(rule, mail);
    AddressSet all = peers.isEmpty() ? peers : withSpared(rule, peers);
    return Optional.of(
        meaning(rule.name(), all)
            .withScope(new Scope.Mail(mail.recipients(), mail.listener(), false, "", mail.names()))
            .withOtherwise(rule.otherwise().orElseThrow()));
  }

  /** A rule that accepts no peer is an obstacle, whatever is spared. */
  private AddressSet withSpared(AccessRule rule, AddressSet peers) {
    AddressSet spared = Complement.judged(options.spared()).subtract(peers);
    if (!spared.isEmpty()) {
      projection.note(rule, "accepts %s too, the server's own".formatted(spared), Loss.NOTHING);
    }
    return peers.union(spared);
  }

  private void notes(AccessRule rule, Scope.Mail mail) {
    if (!options.ip6Closed()) {
      projection.note(
          rule,
          "refuses no peer by IPv6, which the blacklist does not know: have no MX record lead to an"
              + " IPv6 address of the server, and write ipv6: closed",
          Loss.REFUSES_LESS);
    } else if (!rule.peers().asSet().isEmpty(Family.IP6)) {
      projection.note(rule, "leaves out its IPv6 addresses, by which no mail comes in", Loss.LESS);
    }
    if (rule.log().isPresent()) {
      projection.note(rule, "is not logged at a rate: SmarterMail has its SMTP log", Loss.LESS);
    }
    if (!mail.reply().isEmpty()) {
      projection.note(
          rule, "has no reply of its own: SmarterMail answers in its own words", Loss.LESS);
    }
    if (mail.spareAuthenticated()) {
      projection.note(
          rule, "judges authenticated clients too, but where users send mail", Loss.NOTHING);
    }
  }

  /** Returns the meaning of a blacklist: all mail that comes to port 25. */
  static AccessRule meaning(String name, AddressSet peers) {
    return AccessRule.accepting(
        name,
        new Scope.Mail(new Recipients.All(), Optional.empty(), false, ""),
        Complement.judged(peers),
        Refusal.REJECT);
  }
}
