package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.plan.Obstacle;
import org.postern.policy.KeepSpec;
import org.postern.policy.SetDefinition;
import org.postern.source.Answer;
import org.postern.source.Question;
import org.postern.source.Resolution;
import org.postern.state.Generation;
import org.postern.state.Held;
import org.postern.state.LastGood;
import org.postern.state.Orders;

/** What should be known at a moment, from what is known of it. Pure. */
final class Conditions {
  /** So many of a kind are named; the rest would make no sentence. */
  private static final int SHOWN = 5;

  private Conditions() {}

  static List<Condition> ofOrders(Recall recall) {
    List<Condition> found = new ArrayList<>();
    Orders orders = recall.orders();
    for (Orders.Opening one : orders.openings()) {
      String rule = one.rule().isEmpty() ? "every rule" : "rule " + one.rule();
      String what = "%s refuses nobody until %s".formatted(rule, one.until());
      found.add(new Condition(EventKind.OPENED, one.rule(), what + by(one.given())));
    }
    orders
        .pause()
        .ifPresent(
            pause -> {
              String what = "nothing is changed, not even repaired" + by(pause.given());
              found.add(new Condition(EventKind.PAUSED, "", what));
            });
    orders
        .pin()
        .ifPresent(
            pin -> {
              String what =
                  "generation %d stays, no source is followed".formatted(pin.generation());
              found.add(new Condition(EventKind.PINNED, "", what + by(pin.given())));
            });
    orders
        .removal()
        .ifPresent(
            removal -> {
              String what = "nothing is enforced" + by(removal.given());
              found.add(new Condition(EventKind.REMOVED, "", what));
            });
    if (orders.removal().isEmpty()) {
      recall.generation().ifPresent(generation -> ofTrial(generation, found));
    }
    return found;
  }

  private static void ofTrial(Generation generation, List<Condition> found) {
    generation
        .confirmation()
        .ifPresent(
            waits -> {
              String what =
                  "generation %d is taken back at %s unless somebody confirms it"
                      .formatted(generation.number(), waits.until());
              found.add(new Condition(EventKind.UNCONFIRMED, "", what));
            });
  }

  static Condition notFollowed(String why) {
    return new Condition(
        EventKind.NOT_FOLLOWED,
        "policy",
        "the accepted policy is enforced, but no source of it is followed: this version cannot read"
            + " it: %s; apply a policy that it can".formatted(why));
  }

  private static String by(Orders.Given given) {
    String why = given.why().isEmpty() ? "" : ": " + given.why();
    return " (%s at %s%s)".formatted(given.who(), given.at(), why);
  }

  static List<Condition> ofTargets(Collection<DriftWatch> watches, Instant now) {
    List<Condition> found = new ArrayList<>();
    for (DriftWatch watch : watches) {
      if (!watch.health().held()) {
        String what = watch.name() + ": " + watch.health().why();
        found.add(new Condition(EventKind.NOT_ENFORCED, watch.name(), what));
      }
      if (watch.isFought(now)) {
        String what =
            "%s: somebody changes our rules again and again, they are repaired more slowly%s"
                .formatted(watch.name(), watch.culprits());
        found.add(new Condition(EventKind.FOUGHT, watch.name(), what));
      }
    }
    return found;
  }

  /**
   * What is wrong with sources.
   *
   * @param knocking digests of held changes of which an address is being refused at this time, and
   *     the address
   */
  static List<Condition> ofSources(
      Prepared prepared, Following following, Map<String, Address> knocking, Instant now) {
    List<Condition> found = new ArrayList<>();
    for (Resolution resolution : prepared.resolved().resolutions()) {
      switch (resolution) {
        case Resolution.Stale stale -> ofStale(stale, prepared, following, now, found);
        case Resolution.Fresh fresh -> ofAbsent(fresh, found);
        case Resolution.Failed failed -> {
          // The rules that need it say so.
        }
      }
    }
    List<String> refused = prepared.meaning().settled().refused();
    if (!refused.isEmpty()) {
      String what = refused.stream().limit(SHOWN).collect(Collectors.joining("; "));
      found.add(new Condition(EventKind.ANSWER_REFUSED, "answers", "not taken: " + what));
    }
    for (Held held : prepared.meaning().settled().held()) {
      String what =
          "%s of set %s (%s): %s; if that is right: postern approve %s"
              .formatted(
                  held.half().text(),
                  held.set(),
                  held.family().label(),
                  held.message(),
                  held.digest());
      found.add(new Condition(EventKind.CHANGE_HELD, held.digest(), "held: " + what));
      Optional.ofNullable(knocking.get(held.digest()))
          .map(peer -> peer + " waits for approval and is refused at the port now: " + what)
          .ifPresent(
              louder -> found.add(new Condition(EventKind.HELD_KNOCKS, held.digest(), louder)));
    }
    for (Obstacle obstacle : prepared.meaning().obstacles()) {
      String what = "rule " + obstacle.rule() + ": " + obstacle.why();
      found.add(new Condition(EventKind.SOURCE_UNANSWERED, obstacle.rule(), what));
    }
    return found;
  }

  private static String subject(LastGood.Key key) {
    return "%s, %s, %s".formatted(key.set(), key.source(), key.family().text());
  }

  /** That it is confirmed that there is none is no reason to be silent, until all have left. */
  private static void ofAbsent(Resolution.Fresh fresh, List<Condition> found) {
    fresh
        .absence()
        .ifPresent(
            absence -> {
              String what =
                  "%s of set %s (%s) has no addresses any more since %s, it was said %d times"
                      .formatted(
                          fresh.key().source(),
                          fresh.key().set(),
                          fresh.key().family().label(),
                          absence.since(),
                          absence.times());
              found.add(new Condition(EventKind.SOURCE_ABSENT, subject(fresh.key()), what));
            });
  }

  private static void ofStale(
      Resolution.Stale stale,
      Prepared prepared,
      Following following,
      Instant now,
      List<Condition> found) {
    String subject = subject(stale.key());
    Instant last =
        following
            .told(new Question(stale.key().source(), stale.key().family()))
            .orElse(stale.last().at());
    if (stale.why().cause() == Answer.Cause.UNCONFIRMED) {
      found.add(new Condition(EventKind.SOURCE_ABSENT, subject, stale.why().detail()));
    } else if (!now.isBefore(last.plus(patience(stale, prepared)))) {
      String what =
          "%s of set %s (%s) has given no information since %s; its last answer stands: %s"
              .formatted(
                  stale.key().source(),
                  stale.key().set(),
                  stale.key().family().label(),
                  last,
                  stale.why().detail());
      found.add(new Condition(EventKind.SOURCE_FAILING, subject, what));
    }
  }

  private static Duration patience(Resolution.Stale stale, Prepared prepared) {
    return prepared
        .policy()
        .set(stale.key().set())
        .map(SetDefinition::keep)
        .map(KeepSpec::alarmAfter)
        .orElse(Duration.ZERO);
  }
}
