package org.postern.target.windows.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.address.text.SpecialPurpose;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.target.Omission.Loss;
import org.postern.target.Projection;

/** Finds what one inbound connector can hold of a ruleset, and reports what is left out. */
final class OnlineProjection {
  private static final int SMTP = 25;

  /** The widest prefix that a connector takes. */
  private static final int WIDEST = 24;

  private final Projection.Builder projection = Projection.builder();

  private OnlineProjection() {}

  static Projection of(Ruleset ruleset, OnlineOptions options) {
    OnlineProjection online = new OnlineProjection();
    online.projection.holdMail(ruleset, options.rules(), online::held);
    return online.projection.build();
  }

  private Optional<AccessRule> held(AccessRule rule) {
    Scope.Mail mail = rule.mail();
    AddressSet peers = rule.peers().asSet().only(Family.IP).subtract(SpecialPurpose.LOOPBACK);
    Optional<String> obstacle = obstacle(rule, mail, peers);
    if (obstacle.isPresent()) {
      projection.leaveOut(rule, obstacle.get());
      return Optional.empty();
    }
    if (!rule.peers().asSet().isEmpty(Family.IP6)) {
      projection.note(
          rule,
          "leaves out its IPv6 addresses: an inbound connector takes IPv4 alone, and refuses mail"
              + " that comes by IPv6",
          Loss.LESS);
    }
    if (rule.log().isPresent()) {
      projection.note(
          rule, "is not logged at a rate: the service has its own message trace", Loss.LESS);
    }
    if (!mail.reply().isEmpty()) {
      projection.note(
          rule, "has no reply of its own: the service answers in its own words", Loss.LESS);
    }
    if (!mail.spareAuthenticated()) {
      projection.note(
          rule,
          "spares authenticated clients: users hand in mail at another name, past every connector",
          Loss.REFUSES_LESS);
    }
    return Optional.of(
        meaning(rule.name(), Ports.of(SMTP), peers)
            .withNames(mail.names())
            .withOtherwise(rule.otherwise().orElseThrow()));
  }

  /** Returns the rule that an inbound connector stands for: it judges all mail from outside. */
  static AccessRule meaning(String name, Ports ports, AddressSet peers) {
    return AccessRule.accepting(
        name,
        new Scope.Mail(new Recipients.All(), Optional.of(ports), true, ""),
        peers,
        Refusal.REJECT);
  }

  /** Returns addresses as a connector takes them: single ones, or prefixes of 24 to 32 bits. */
  static List<String> entries(AddressSet peers) {
    List<String> entries = new ArrayList<>();
    for (Prefix prefix : peers.only(Family.IP).prefixes()) {
      long parts = count(prefix);
      for (long i = 0; i < parts; i++) {
        long first = (prefix.first().low() & 0xffff_ffffL) + (i << (32 - WIDEST));
        String address =
            "%d.%d.%d.%d"
                .formatted(first >> 24, first >> 16 & 0xff, first >> 8 & 0xff, first & 0xff);
        int length = Math.max(prefix.length(), WIDEST);
        entries.add(length == 32 ? address : address + "/" + length);
      }
    }
    return entries;
  }

  private static long count(Prefix prefix) {
    return 1L << Math.max(0, WIDEST - prefix.length());
  }

  /** Returns why a connector holds nothing of a rule. */
  private static Optional<String> obstacle(AccessRule rule, Scope.Mail mail, AddressSet peers) {
    if (rule.otherwise().isEmpty()) {
      return Optional.of("accepts every peer, and nothing is written for it");
    }
    if (rule.otherwise().equals(Optional.of(Refusal.OBSERVE)) || rule.openUntil().isPresent()) {
      return Optional.of("only observes, which an inbound connector cannot: nothing is written");
    }
    if (!(mail.recipients() instanceof Recipients.All)) {
      return Optional.of("is for some recipients, and an inbound connector is for those of all");
    }
    if (mail.listener().filter(ports -> !ports.contains(SMTP)).isPresent()) {
      return Optional.of("is not for port 25, where mail comes to Exchange Online");
    }
    if (peers.isEmpty()) {
      return Optional.of(
          "accepts no IPv4 address, and an inbound connector without one is for all");
    }
    long entries = peers.prefixes().stream().mapToLong(OnlineProjection::count).sum();
    if (entries > OnlineKind.MAX_ENTRIES
        && peers.prefixCount(Family.IP) <= OnlineKind.MAX_ENTRIES) {
      return Optional.of(
          "needs %s of at most 24 bits, and at most %d are written: name narrower prefixes"
              .formatted(Counted.of(entries, "entry"), OnlineKind.MAX_ENTRIES));
    }
    return Optional.empty();
  }
}
