package org.postern.pipeline.safe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.pipeline.Outcome;
import org.postern.plan.AccessRule;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;

/**
 * Tells in which order to begin to refuse mail, where a packet filter would do so at once and a
 * mail server only looks on. A packet that is dropped tells no name of a sender or recipient.
 */
public final class TighteningOrder {
  private static final int SMTP = 25;

  private TighteningOrder() {}

  /** Returns what to do first, for each rule of a plan that goes from nothing to refusing. */
  public static List<String> advice(Outcome.Planned planned) {
    return advice(planned.plan(), planned.prepared().wanted());
  }

  /**
   * Returns what to do first.
   *
   * @param plan the plan of one target
   * @param all the rules that are to hold, whatever target they are on
   */
  public static List<String> advice(Plan plan, Ruleset all) {
    Optional<AccessRule> observing =
        all.rules().stream()
            .filter(rule -> !rule.judgesPackets())
            .filter(rule -> rule.otherwise().equals(Optional.of(Refusal.OBSERVE)))
            .findFirst();
    return observing.stream()
        .flatMap(
            mail ->
                plan.after().rules().stream()
                    .filter(rule -> isNew(rule, plan.before().owned()))
                    .map(rule -> sentence(rule, mail)))
        .toList();
  }

  private static boolean isNew(AccessRule rule, Ruleset held) {
    return isOfMailThatComesIn(rule.scope())
        && rule.otherwise().filter(Refusal::refuses).isPresent()
        && rule.openUntil().isEmpty()
        && held.rules().stream().noneMatch(one -> one.scope().overlaps(rule.scope()));
  }

  private static boolean isOfMailThatComesIn(Scope scope) {
    return switch (scope) {
      case Scope.Packets packets ->
          packets.ports().contains(SMTP) && !packets.hooks().equals(Set.of(Hook.OUTPUT));
      case Scope.Mail _ -> false;
    };
  }

  private static String sentence(AccessRule rule, AccessRule mail) {
    String refuses = rule.otherwise().map(Refusal::text).orElse("refuse");
    return "rule %s begins to %s at once while rule %s only observes; safer in this order: observe on both, defer on the mail server for a week (its log names senders and recipients, and nothing is lost), then %s"
        .formatted(rule.name(), refuses, mail.name(), refuses);
  }
}
