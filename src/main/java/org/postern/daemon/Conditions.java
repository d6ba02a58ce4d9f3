package org.postern.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.EventKind;
import org.postern.pipeline.Recall;
import org.postern.plan.ByHand;
import org.postern.plan.Effect;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.target.Omission;

/**
 * Finds the conditions of the state and of targets that should be known at a moment, from what is
 * known of it. Pure.
 */
final class Conditions {
  private static final String APPLY_AGAIN = "; apply the policy again";

  private static final String WRITTEN_AGAIN =
      "; the daemon or the next apply writes again what is damaged";

  private Conditions() {}

  /** Returns the conditions of the state: what was ordered, what waits, what is damaged. */
  static List<Condition> ofState(Recall recall) {
    List<Condition> found = new ArrayList<>();
    if (recall.isLost()) {
      String what = "nothing is enforced: " + String.join("; ", recall.notes());
      found.add(new Condition(EventKind.STATE_LOST, "state", what + APPLY_AGAIN));
    } else {
      ofDamage(recall).ifPresent(found::add);
    }
    if (recall.isBegun()) {
      found.add(new Condition(EventKind.APPLY_CUT, "state", Recall.BEGUN));
    }
    ofOrders(recall.orders(), found);
    if (recall.orders().removal().isEmpty()) {
      recall.generation().ifPresent(generation -> ofTrial(generation, found));
    }
    return found;
  }

  private static Optional<Condition> ofDamage(Recall recall) {
    String damage = String.join("; ", recall.notes());
    Optional<Condition> replaced =
        Optional.of(damage)
            .filter(_ -> recall.standing() == Recall.Standing.REPLACED)
            .or(() -> recall.memory().findings().replaced())
            .map(what -> new Condition(EventKind.STATE_REPLACED, "state", what + APPLY_AGAIN));
    return replaced.isPresent() || damage.isEmpty()
        ? replaced
        : Optional.of(new Condition(EventKind.STATE_DAMAGED, "state", damage + WRITTEN_AGAIN));
  }

  private static void ofOrders(Orders orders, List<Condition> found) {
    for (Orders.Opening one : orders.openings()) {
      String rule = one.rule().isEmpty() ? "every rule" : "rule " + one.rule();
      String what = "%s refuses no peer until %s".formatted(rule, one.until());
      found.add(ordered(EventKind.OPENED, one.rule(), what, one.given()));
    }
    orders
        .pause()
        .map(Orders.Pause::given)
        .map(given -> ordered(EventKind.PAUSED, "", "nothing is changed, not even repaired", given))
        .ifPresent(found::add);
    orders
        .pin()
        .map(
            pin -> {
              String what =
                  "generation %d stays, no source is followed".formatted(pin.generation());
              return ordered(EventKind.PINNED, "", what, pin.given());
            })
        .ifPresent(found::add);
    orders
        .removal()
        .map(removal -> ordered(EventKind.REMOVED, "", "nothing is enforced", removal.given()))
        .ifPresent(found::add);
  }

  private static Condition ordered(
      EventKind kind, String subject, String what, Orders.Given given) {
    String why = given.why().isEmpty() ? "" : ": " + given.why();
    String by = " (%s at %s%s)".formatted(given.who(), given.at(), why);
    return new Condition(kind, subject, what + by, given.at());
  }

  private static void ofTrial(Generation generation, List<Condition> found) {
    generation
        .confirmation()
        .ifPresent(
            waits -> {
              String what =
                  "generation %d is taken back at %s unless it is confirmed: postern confirm"
                      .formatted(generation.number(), waits.until());
              found.add(new Condition(EventKind.UNCONFIRMED, "", what, generation.at()));
            });
  }

  /**
   * Returns the condition that a change was not confirmed in time, and its targets hold it still.
   */
  static Condition notTakenBack(Generation unconfirmed) {
    String until =
        unconfirmed
            .confirmation()
            .map(Generation.Confirmation::until)
            .map(Object::toString)
            .orElse("");
    return new Condition(
        EventKind.NOT_TAKEN_BACK,
        "",
        "generation %d was to be confirmed until %s, was not, and is in force all the same: postern restore takes it back"
            .formatted(unconfirmed.number(), until));
  }

  static Condition notFollowed(String why) {
    return new Condition(
        EventKind.NOT_FOLLOWED,
        "policy",
        "the accepted policy is enforced, but no source of it is followed: this version cannot read"
            + " it: %s; apply a policy that it can".formatted(why));
  }

  static List<Condition> ofTargets(Collection<DriftWatch> watches, Instant now) {
    List<Condition> found = new ArrayList<>();
    for (DriftWatch watch : watches) {
      Optional<Condition> sheet = ofSheet(watch.name(), watch.last().byHand());
      sheet.ifPresent(found::add);
      if (!watch.health().held() && sheet.isEmpty()) {
        String what = watch.name() + ": " + watch.health().why();
        found.add(new Condition(EventKind.NOT_ENFORCED, watch.name(), what));
      }
      if (watch.isFought(now)) {
        String what =
            "%s: another program changes our rules again and again, they are repaired more slowly%s"
                .formatted(watch.name(), watch.culprits());
        found.add(new Condition(EventKind.FOUGHT, watch.name(), what));
      }
      found.addAll(ofEffects(watch.name(), watch.last().effects()));
    }
    return found;
  }

  /** Returns the condition that a person has not said yet that a sheet is carried out. */
  static Optional<Condition> ofSheet(String target, ByHand known) {
    return known
        .waiting()
        .map(
            sheet ->
                new Condition(
                    EventKind.NOT_ATTESTED,
                    "%s, %s".formatted(target, sheet.digest()),
                    target + ": " + sheet.text(target)));
  }

  /**
   * Returns the conditions of rules of which a target leaves out a part that no other target makes
   * up for.
   */
  static List<Condition> ofOmissions(String target, List<Omission> omissions) {
    return omissions.stream()
        .filter(Omission::isLoss)
        .map(
            one ->
                new Condition(
                    EventKind.RULE_LEFT_OUT,
                    "%s, %s, %s".formatted(target, one.rule(), one.cause()),
                    target + ": " + one.sentence()))
        .toList();
  }

  /**
   * Returns the conditions of rules that let through what others drop, each once for the place that
   * does.
   */
  static List<Condition> ofEffects(String target, List<Effect> effects) {
    List<Condition> found = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect.isNone()) {
        String remedy =
            effect.remedies().isEmpty()
                ? ""
                : "; remedy: " + String.join(", or ", effect.remedies());
        String subject = "%s, %s, %s".formatted(target, effect.rule(), effect.where());
        found.add(new Condition(EventKind.NO_EFFECT, subject, effect.sentence() + remedy));
      }
    }
    return found;
  }
}
