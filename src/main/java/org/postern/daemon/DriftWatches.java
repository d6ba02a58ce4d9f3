package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.Observation;
import org.postern.policy.LogRate;

/** The watches over all targets that should hold rules, one each. */
final class DriftWatches {
  private final Restoration restoration;
  private final Event.Listener events;
  private final StrangerAlarm strangers = new StrangerAlarm();
  private Map<String, DriftWatch> watches = new LinkedHashMap<>();

  DriftWatches(Restoration restoration, Event.Listener events) {
    this.restoration = restoration;
    this.events = events;
  }

  /** Watches these targets from now on. A target that was watched before keeps its watch. */
  void over(List<String> targets, Instant now) {
    Map<String, DriftWatch> next = new LinkedHashMap<>();
    for (String name : targets) {
      next.put(
          name,
          Optional.ofNullable(watches.get(name))
              .orElseGet(() -> new DriftWatch(name, restoration, now)));
    }
    next.values().forEach(watch -> watch.beside(next.size() > 1));
    watches = next;
    lookAgain();
  }

  /** Has the next look compare every target, whether it seems changed or not. */
  void lookAgain() {
    watches.values().forEach(DriftWatch::lookAgain);
  }

  /** Returns the watch of each target. */
  Collection<DriftWatch> all() {
    return watches.values();
  }

  /**
   * Sets the rate of refused or observed peers above which a target raises an alarm; empty for no
   * alarm.
   */
  void alarmAt(Optional<LogRate> rate) {
    strangers.setMost(rate);
  }

  /** Returns the conditions of the targets that the administrator should know. */
  List<Condition> conditions(Instant now) {
    List<Condition> found = new ArrayList<>(Conditions.ofTargets(watches.values(), now));
    found.addAll(strangers.conditions(watches.values(), now));
    return found;
  }

  /** Returns what each target was last known to hold, by the name of the target. */
  Map<String, Observation> observed() {
    Map<String, Observation> observed = new LinkedHashMap<>();
    watches.values().forEach(watch -> observed.put(watch.name(), watch.last()));
    return observed;
  }

  /** Tells whether every target holds what it should. */
  boolean areSound() {
    return watches.values().stream().allMatch(watch -> watch.health().held());
  }

  /** Tells whether any target may differ from what it was last known to hold. */
  boolean areMoved(Instant now) {
    return watches.values().stream().anyMatch(watch -> isMoved(watch, now));
  }

  /**
   * Tells whether at least one target holds what it should, or there is none: the others are
   * brought to it one by one.
   */
  boolean areServing() {
    return watches.isEmpty() || watches.values().stream().anyMatch(watch -> watch.health().held());
  }

  /** Takes over what a change by this program was proven to have led to. */
  void learned(Outcome.Proven proven, Instant now) {
    Optional.ofNullable(watches.get(proven.target()))
        .ifPresent(watch -> watch.learned(proven, now));
  }

  /** Forgets what is known of the targets, so that the next look reads everything. */
  void distrust() {
    watches.values().forEach(DriftWatch::distrust);
  }

  /** Moves all dates, after the wall clock was set forward by this duration. */
  void shift(Duration by) {
    watches.values().forEach(watch -> watch.shift(by));
    strangers.shift(by);
  }

  /**
   * Looks at every target, and repairs what other programs have changed, unless repairs are paused.
   *
   * @return false when something else than {@code inForce} is to be in force by now
   */
  boolean look(InForce inForce, Instant now) {
    boolean repair = inForce.recall().orders().pause().isEmpty();
    boolean current = true;
    for (DriftWatch watch : watches.values()) {
      switch (look(watch, inForce, repair, now)) {
        case DriftWatch.Look.Repaired repaired -> tell(watch, repaired);
        case DriftWatch.Look.Overtaken overtaken -> current = false;
        case DriftWatch.Look.Held held -> {
          // The target holds what it should.
        }
        case DriftWatch.Look.Waits waits -> {
          // The look is asked for again when the target has answered.
        }
        case DriftWatch.Look.Differs differs -> {
          // The difference is a condition, and is told as one.
        }
      }
    }
    return current;
  }

  private boolean isMoved(DriftWatch watch, Instant now) {
    try {
      return watch.isMoved(now);
    } catch (RuntimeException e) {
      if (watches.size() == 1) {
        throw e;
      }
      return true;
    }
  }

  /**
   * Looks at one target. Where there are several, a bug in the code of one is reported as its
   * failure and does not end the daemon.
   */
  private DriftWatch.Look look(DriftWatch watch, InForce inForce, boolean repair, Instant now) {
    try {
      return watch.look(inForce, repair, now);
    } catch (RuntimeException e) {
      if (watches.size() == 1) {
        throw e;
      }
      return watch.failed("this is a bug of the target: " + e, now);
    }
  }

  private static String changes(int number) {
    return Counted.of(number, "change") + Counted.one(number, " was", " were");
  }

  private void tell(DriftWatch watch, DriftWatch.Look.Repaired repaired) {
    events.happened(
        Event.of(
            EventKind.REPAIRED,
            "%s: another program had changed our rules, %s needed%s"
                .formatted(watch.name(), changes(repaired.changes()), watch.culprits())));
  }
}
