package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.postern.host.ControlGroup;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Refreshed;
import org.postern.pipeline.Restoration;
import org.postern.plan.SettledEntry;
import org.postern.state.Generation;
import org.postern.state.Orders;

/**
 * The life of a policy: asks what is due, decides, applies, watches, repairs, and says what is
 * wrong. All of it happens on one thread and by the clocks given, so that a whole life can be
 * played again. What it enforces is what was accepted last, never a file.
 */
final class Reconciler {
  /** Answers that come in a row are looked at together. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** So often it is seen that somebody else has changed the state. */
  private static final Duration READ_EVERY = Duration.ofSeconds(5);

  private final Pipeline pipeline;
  private final Restoration restoration;
  private final Following following;
  private final Alarms alarms;
  private final Tally.Counter events;
  private final SteadyClock steady;
  private final Surroundings surroundings;

  private Restoration.InForce inForce;
  private Map<String, DriftWatch> watches = new LinkedHashMap<>();
  private Optional<Prepared> settled = Optional.empty();
  private Optional<String> unwritable = Optional.empty();
  private Optional<Instant> settleAt = Optional.empty();
  private Optional<Instant> readAt = Optional.empty();
  private List<Object> stamps = List.of();

  /** One that has not begun. */
  Reconciler(
      Pipeline pipeline,
      Asking asking,
      Event.Listener events,
      SteadyClock steady,
      RandomGenerator random)
      throws IOException {
    this.pipeline = pipeline;
    this.restoration = new Restoration(pipeline.parts());
    this.following = new Following(asking, pipeline.parts().clock(), random);
    this.events = new Tally.Counter(events, pipeline.parts().clock().instant());
    this.alarms = new Alarms(this.events);
    this.steady = steady;
    this.surroundings = new Surroundings(pipeline.parts());
    this.inForce = restoration.inForce();
  }

  private Instant now() {
    return pipeline.parts().clock().instant();
  }

  /** Brings back what is to be in force, without asking anybody, and begins to follow. */
  void start() throws IOException {
    restoration.recover().notes().forEach(note -> tell(EventKind.DAMAGED, note));
    reload();
    look(now());
    if (isSound()) {
      tell(EventKind.STARTED, "enforces " + Status.inForce(inForce) + ", proven");
    }
    tellConditions(now());
  }

  /** Whether every target holds what it should. */
  boolean isSound() {
    return watches.values().stream().allMatch(watch -> watch.health().held());
  }

  /** Whether all sources were heard, or none is followed: nothing is to be waited for. */
  boolean isSettled() {
    return !isFollowing() || settled.isPresent();
  }

  /** One line on how everything is. */
  String summary() {
    List<Alarm> standing = alarms.standing();
    String first = standing.isEmpty() ? "" : ": " + standing.getFirst().message();
    return "enforces %s, %s%s"
        .formatted(
            Status.inForce(inForce),
            standing.isEmpty() ? "all well" : "alarms: " + standing.size(),
            first);
  }

  /** Does what is due. */
  void step() {
    Instant now = now();
    try {
      steady.jump(now).ifPresent(this::jumped);
      if (isChanged(now)) {
        reload();
      }
      endTrial(now);
      endOrders(now);
      if (isFollowing()) {
        following.ask();
        settle(now);
      }
      unwritable = Optional.empty();
    } catch (IOException e) {
      unwritable = Optional.of(String.valueOf(e.getMessage()));
    }
    look(now);
    tellConditions(now);
  }

  /** When the next thing is due, as far as that is known; targets are looked at all the time. */
  Optional<Instant> next() {
    return Stream.of(following.next(), settleAt, trialUntil())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private Optional<Instant> trialUntil() {
    return inForce
        .recall()
        .generation()
        .flatMap(Generation::confirmation)
        .map(Generation.Confirmation::until);
  }

  /** Somebody changed the state: it is read anew in the next step. */
  void ordered() {
    readAt = Optional.empty();
  }

  /** How everything is. */
  Status status() {
    return new Status(
        now(),
        inForce,
        settled,
        watches.values().stream().map(DriftWatch::status).toList(),
        alarms.standing(),
        Map.copyOf(following.heard()),
        following.turns(),
        following.failures(),
        surroundings.edited(),
        events.tally(),
        ControlGroup.memory());
  }

  /** Paused, pinned, or with nothing to follow, no source is asked. */
  private boolean isFollowing() {
    Orders orders = inForce.recall().orders();
    return orders.equals(orders.following()) && following.accepted().isPresent();
  }

  private void jumped(Duration by) {
    tell(EventKind.CLOCK_SET, "the clock was set by %d s; ages stay".formatted(by.toSeconds()));
    following.shift(by);
    watches.values().forEach(watch -> watch.shift(by));
    settleAt = settleAt.map(due -> due.plus(by));
    readAt = Optional.empty();
    try {
      restoration.shift(by);
    } catch (IOException e) {
      unwritable = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private boolean isChanged(Instant now) throws IOException {
    if (readAt.filter(last -> now.isBefore(last.plus(READ_EVERY))).isPresent()) {
      return false;
    }
    boolean asked = readAt.isEmpty();
    readAt = Optional.of(now);
    return asked || !pipeline.parts().store().stamps().equals(stamps);
  }

  /** Reads the state anew, and follows what it says. */
  private void reload() throws IOException {
    Instant now = now();
    stamps = pipeline.parts().store().stamps();
    readAt = Optional.of(now);
    inForce = restoration.inForce();
    Map<String, DriftWatch> before = watches;
    watches = new LinkedHashMap<>();
    for (String name : inForce.targets()) {
      watches.put(
          name,
          Optional.ofNullable(before.get(name))
              .orElseGet(() -> new DriftWatch(name, pipeline, restoration, now)));
    }
    watches.values().forEach(DriftWatch::lookAgain);
    Optional<Accepted> accepted = restoration.accepted(inForce);
    if (accepted.isEmpty()) {
      following.stop();
      settled = Optional.empty();
    } else if (following.accepted().filter(accepted.get()::isSamePolicy).isPresent()) {
      following.goOn(accepted.get());
    } else {
      following.follow(accepted.get());
      settled = Optional.empty();
    }
  }

  private void endTrial(Instant now) throws IOException {
    Optional<Generation.Confirmation> waits =
        inForce.recall().generation().flatMap(Generation::confirmation);
    boolean over =
        inForce.recall().unconfirmed().isPresent()
            || waits.filter(trial -> !now.isBefore(trial.until())).isPresent();
    if (over && restoration.takeBackUnconfirmed().isPresent()) {
      tell(EventKind.RETURNED, "nobody confirmed in time; what was in force before is back");
      reload();
    }
  }

  /** What was ordered for a time is over. */
  private void endOrders(Instant now) throws IOException {
    Orders orders = inForce.recall().orders();
    if (!orders.equals(orders.at(now))) {
      restoration.forgetEndedOrders();
      reload();
    }
  }

  private void settle(Instant now) throws IOException {
    if (following.takeNews()) {
      Instant soon = settled.isEmpty() ? now : now.plus(SETTLE);
      settleAt = settleAt.filter(soon::isAfter).or(() -> Optional.of(soon));
    }
    if (settleAt.isEmpty() || settleAt.get().isAfter(now)) {
      return;
    }
    settleAt = Optional.empty();
    Refreshed refreshed = pipeline.refresh(following.accepted().orElseThrow(), following.heard());
    if (refreshed.prepared().isEmpty()) {
      reload();
      return;
    }
    events.refreshed();
    settled = refreshed.prepared();
    settleAt = nextFading(now);
    if (!refreshed.outcomes().isEmpty()) {
      refreshed.outcomes().forEach(outcome -> applied(outcome, now));
      reload();
    }
  }

  private Optional<Instant> nextFading(Instant now) {
    return settled.stream()
        .flatMap(one -> one.meaning().settled().entries().stream())
        .map(SettledEntry::until)
        .flatMap(Optional::stream)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }

  private void applied(Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Proven proven) {
      Optional.ofNullable(watches.get(proven.target()))
          .ifPresent(watch -> watch.learned(proven.held(), now));
      tell(
          EventKind.APPLIED,
          "%s: applied as generation %d, proof %s"
              .formatted(proven.target(), proven.generation(), proven.proof().text()));
    } else {
      watches.values().forEach(DriftWatch::distrust);
      tell(EventKind.NOT_APPLIED, Status.failure(outcome));
    }
  }

  private void look(Instant now) {
    boolean repair = inForce.recall().orders().pause().isEmpty();
    for (DriftWatch watch : watches.values()) {
      switch (watch.look(inForce, repair, now)) {
        case DriftWatch.Look.Repaired repaired ->
            tell(
                EventKind.REPAIRED,
                "%s: somebody had changed our rules, %d changes were needed%s"
                    .formatted(watch.name(), repaired.changes(), watch.culprits()));
        case DriftWatch.Look.Overtaken overtaken -> ordered();
        case DriftWatch.Look.Held held -> {}
        case DriftWatch.Look.Differs differs -> {}
      }
    }
  }

  private void tellConditions(Instant now) {
    List<Condition> conditions = new ArrayList<>();
    conditions.addAll(Conditions.ofOrders(inForce.recall()));
    conditions.addAll(Conditions.ofTargets(watches.values(), now));
    settled.ifPresent(
        one ->
            conditions.addAll(
                Conditions.ofSources(one, surroundings.knocking(one, inForce, now), now)));
    unwritable.ifPresent(
        why -> conditions.add(new Condition(EventKind.STATE_UNWRITABLE, "state", why)));
    surroundings.edited(inForce.recall(), now).ifPresent(conditions::add);
    alarms.set(conditions, now);
  }

  private void tell(EventKind kind, String message) {
    events.happened(Event.of(kind, message));
  }
}
