package org.postern.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Counted;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.Restoration;

/** The watches over all targets that are to hold something. */
final class DriftWatches {
  private final Pipeline pipeline;
  private final Restoration restoration;
  private final Event.Listener events;
  private Map<String, DriftWatch> watches = new LinkedHashMap<>();

  DriftWatches(Pipeline pipeline, Restoration restoration, Event.Listener events) {
    this.pipeline = pipeline;
    this.restoration = restoration;
    this.events = events;
  }

  /** Watches over these targets from now on; what is known of one that stays is kept. */
  void over(List<String> targets, Instant now) {
    Map<String, DriftWatch> next = new LinkedHashMap<>();
    for (String name : targets) {
      next.put(
          name,
          Optional.ofNullable(watches.get(name))
              .orElseGet(() -> new DriftWatch(name, pipeline, restoration, now)));
    }
    watches = next;
    lookAgain();
  }

  /** The next look at each target is a look, whether anything has moved or not. */
  void lookAgain() {
    watches.values().forEach(DriftWatch::lookAgain);
  }

  /** All of them. */
  Collection<DriftWatch> all() {
    return watches.values();
  }

  /** Whether every target holds what it should. */
  boolean areSound() {
    return watches.values().stream().allMatch(watch -> watch.health().held());
  }

  /** Whether any target may differ from what was last known of it. */
  boolean areMoved() {
    return watches.values().stream().anyMatch(DriftWatch::isMoved);
  }

  /** After a change of ours. */
  void learned(Outcome.Proven proven, Instant now) {
    Optional.ofNullable(watches.get(proven.target()))
        .ifPresent(watch -> watch.learned(proven, now));
  }

  /** Forgets what is known of the targets. */
  void distrust() {
    watches.values().forEach(DriftWatch::distrust);
  }

  /** The clock was set forward by so much. */
  void shift(Duration by) {
    watches.values().forEach(watch -> watch.shift(by));
  }

  /**
   * Looks at every target, and repairs what others have changed unless that is paused.
   *
   * @return whether all is as it was thought to be; else something else is to be in force by now
   */
  boolean look(Restoration.InForce inForce, Instant now) {
    boolean repair = inForce.recall().orders().pause().isEmpty();
    boolean current = true;
    for (DriftWatch watch : watches.values()) {
      switch (watch.look(inForce, repair, now)) {
        case DriftWatch.Look.Repaired repaired -> tell(watch, repaired);
        case DriftWatch.Look.Overtaken overtaken -> current = false;
        case DriftWatch.Look.Held held -> {
          // As it should be.
        }
        case DriftWatch.Look.Differs differs -> {
          // That is a condition, and told as such.
        }
      }
    }
    return current;
  }

  private static String changes(int number) {
    return Counted.of(number, "change") + Counted.one(number, " was", " were");
  }

  private void tell(DriftWatch watch, DriftWatch.Look.Repaired repaired) {
    events.happened(
        Event.of(
            EventKind.REPAIRED,
            "%s: somebody had changed our rules, %s needed%s"
                .formatted(watch.name(), changes(repaired.changes()), watch.culprits())));
  }
}
