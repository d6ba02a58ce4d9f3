package org.postern.target.windows.exchange;

import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.target.Omission.Loss;
import org.postern.target.Projection;

/** Finds what one receive connector can hold of a ruleset, and reports what is left out. */
final class ExchangeProjection {
  private static final int SMTP = 25;

  private final Projection.Builder projection = Projection.builder();
  private final ExchangeOptions options;
  private final String system;

  private ExchangeProjection(ExchangeOptions options, String system) {
    this.options = options;
    this.system = system;
  }

  /**
   * Returns the part of a ruleset that a connector holds.
   *
   * @param system the name of the system, such as {@code a receive connector}
   */
  static Projection of(Ruleset ruleset, ExchangeOptions options, String system) {
    ExchangeProjection exchange = new ExchangeProjection(options, system);
    exchange.projection.holdMail(ruleset, options.rules(), exchange::onlyOne);
    return exchange.projection.build();
  }

  private Optional<AccessRule> onlyOne(AccessRule rule) {
    Optional<AccessRule> one = held(rule);
    if (one.isPresent() && projection.holdsMail()) {
      projection.note(
          rule,
          "needs %s of its own: add a target with a name and rules".formatted(system),
          Loss.REFUSES_LESS);
      return Optional.empty();
    }
    return one;
  }

  private Optional<AccessRule> held(AccessRule rule) {
    Scope.Mail mail = rule.mail();
    Optional<String> obstacle = obstacle(rule, mail);
    if (obstacle.isPresent()) {
      projection.leaveOut(rule, obstacle.get());
      return Optional.empty();
    }
    AddressSet peers = rule.peers().asSet().subtract(SpecialPurpose.LOOPBACK);
    if (peers.intervals().size() > ExchangeKind.MAX_ENTRIES && fitsByFamily(peers)) {
      projection.note(
          rule,
          "has %d ranges of both families, and a connector takes %d: write widen: {entries: N} in"
                  .formatted(peers.intervals().size(), ExchangeKind.MAX_ENTRIES)
              + " its sets",
          Loss.REFUSES_LESS);
      return Optional.empty();
    }
    if (rule.log().isPresent()) {
      projection.note(rule, "is not logged: Exchange logs by connector, and at no rate", Loss.LESS);
    }
    if (!mail.reply().isEmpty()) {
      projection.note(
          rule, "has no reply of its own: Exchange answers in its own words", Loss.LESS);
    }
    if (mail.spareAuthenticated()) {
      projection.note(
          rule,
          "judges authenticated clients too: they are elsewhere, as users: elsewhere says",
          Loss.NOTHING);
    }
    if (mail.listener().isEmpty()) {
      projection.note(
          rule,
          "is held at port 25 alone, each port is judged apart: write port: tcp/25",
          Loss.REFUSES_LESS);
    }
    return Optional.of(
        meaning(rule.name(), mail.listener().orElseGet(() -> Ports.of(SMTP)), peers)
            .withNames(mail.names())
            .withOtherwise(rule.otherwise().orElseThrow()));
  }

  /** Returns the rule that a receive connector stands for: it judges all mail at these ports. */
  static AccessRule meaning(String name, Ports ports, AddressSet peers) {
    return AccessRule.accepting(
        name,
        new Scope.Mail(new Recipients.All(), Optional.of(ports), false, ""),
        peers.subtract(SpecialPurpose.LOOPBACK),
        Refusal.DEFER);
  }

  /**
   * Tells whether the ranges of each family alone are few enough; if not, another check reports it
   * with a remedy.
   */
  private static boolean fitsByFamily(AddressSet peers) {
    for (Family family : Family.values()) {
      if (peers.prefixCount(family) > ExchangeKind.MAX_ENTRIES) {
        return false;
      }
    }
    return true;
  }

  /** Returns why a connector holds nothing of a rule. */
  private Optional<String> obstacle(AccessRule rule, Scope.Mail mail) {
    if (rule.otherwise().isEmpty()) {
      return Optional.of("accepts every peer, and nothing is written for it");
    }
    if (rule.otherwise().equals(Optional.of(Refusal.OBSERVE)) || rule.openUntil().isPresent()) {
      return Optional.of(
          "only observes, which %s cannot: it takes mail from all".formatted(system));
    }
    if (!(mail.recipients() instanceof Recipients.All)) {
      return Optional.of(
          "is for some recipients, and %s judges before any is named: take for: out, or bind a target"
                  .formatted(system)
              + " that judges recipients");
    }
    if (mail.spareAuthenticated() && !options.usersElsewhere()) {
      return Optional.of(
          "spares authenticated clients, and %s judges before anybody authenticates: write"
                  .formatted(system)
              + " users: elsewhere in the target where users hand in mail at another port, such as"
              + " 587, or spare: [] in the rule");
    }
    if (mail.listener().stream()
        .flatMap(ports -> ports.ranges().stream())
        .anyMatch(range -> !range.isSingle())) {
      return Optional.of("is for a range of ports: name each port at which a connector listens");
    }
    return Optional.empty();
  }
}
