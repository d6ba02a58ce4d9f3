package org.postern.daemon;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Restoration;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Proof;
import org.postern.source.Heard;
import org.postern.source.Question;

/**
 * How everything is at one moment.
 *
 * @param at the moment
 * @param inForce what is to be in force
 * @param settled what the sources amount to; empty before all were heard, and while none is
 *     followed
 * @param targets how each is
 * @param alarms that stand, the loudest first
 * @param heard what each source said last
 * @param turns when each is asked next
 * @param edited files that differ from what was accepted
 */
public record Status(
    Instant at,
    Restoration.InForce inForce,
    Optional<Prepared> settled,
    List<TargetStatus> targets,
    List<Alarm> alarms,
    Map<Question, Heard> heard,
    Map<Question, Instant> turns,
    List<String> edited) {
  public Status {
    targets = List.copyOf(targets);
    alarms = List.copyOf(alarms);
    heard = Map.copyOf(heard);
    turns = Map.copyOf(turns);
    edited = List.copyOf(edited);
  }

  /**
   * How a target is.
   *
   * @param held whether it holds what it should
   * @param why not, empty when it does
   * @param proof how that is known
   * @param provenAt when it was last known; empty when it never was
   * @param repairs how often it was repaired since the daemon started
   * @param counters of its rules, as of the last look
   */
  public record TargetStatus(
      String name,
      boolean held,
      String why,
      Proof proof,
      Optional<Instant> provenAt,
      long repairs,
      Map<String, Observation.Counters> counters) {}

  /** What is to be in force, in words. */
  static String inForce(Restoration.InForce inForce) {
    return inForce.recall().orders().removal().isPresent()
        ? "nothing, as ordered"
        : inForce
            .recall()
            .generation()
            .map(one -> "generation %d (%s)".formatted(one.number(), one.digest()))
            .orElse("nothing until a policy is applied");
  }

  /** Why an outcome is no success, in words. */
  static String failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proven one -> one.target() + ": proven";
      case Outcome.NotProven one -> one.target() + ": not proven: " + one.why();
      case Outcome.Unchanged one -> one.target() + ": nothing was changed: " + one.why();
      case Outcome.Planned one -> one.target() + ": only planned";
      case Outcome.Rejected one -> "the policy is wrong";
      case Outcome.Objected one -> one.target() + ": nothing was changed: a safeguard objects";
      case Outcome.Refused one ->
          "nothing was changed: "
              + String.join("; ", one.obstacles().stream().map(Obstacle::why).toList());
    };
  }
}
