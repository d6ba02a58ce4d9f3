package org.postern.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;
import org.postern.state.Orders;

/** Applies the orders by which rules refuse no peer for a while. */
public final class Openings {
  private Openings() {}

  /** Returns the ruleset under these orders, and under no others. */
  public static Ruleset applied(Ruleset ruleset, Orders orders) {
    return new Ruleset(
        ruleset.rules().stream()
            .map(rule -> refuses(rule) ? rule.withOpenUntil(orders.openUntil(rule.name())) : rule)
            .toList());
  }

  /** Returns the ruleset without openings whose time is over. */
  public static Ruleset withoutEnded(Ruleset ruleset, Instant now) {
    return new Ruleset(
        ruleset.rules().stream()
            .map(
                rule ->
                    rule.openUntil().isPresent() && !rule.isOpen(now)
                        ? rule.withOpenUntil(Optional.empty())
                        : rule)
            .toList());
  }

  /** Tells whether there is something to open. */
  public static boolean refuses(AccessRule rule) {
    return rule.otherwise().filter(verdict -> verdict != Refusal.OBSERVE).isPresent();
  }
}
