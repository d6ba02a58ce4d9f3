package org.postern.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.follow.LearningTally;
import org.postern.host.ControlGroup;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.ByHand;
import org.postern.plan.Effect;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Proof;
import org.postern.plan.memory.PendingChange;
import org.postern.source.Heard;
import org.postern.source.Question;
import org.postern.state.Generation;

/**
 * The status of everything at one moment.
 *
 * @param at the moment
 * @param inForce the state that is to be in force
 * @param settled the meaning of the sources' answers; empty before all were heard, and while none
 *     is followed
 * @param targets how each is
 * @param alarms the alarms that stand, the loudest first
 * @param heard the last answer of each source
 * @param turns the time when each question is asked next
 * @param failures how often in a row nothing was learned of each
 * @param edited files that differ from what was accepted
 * @param tally the tally of what happened since the daemon started; empty where none runs
 * @param learning the tally of peers that knocked; empty where none was listened to
 * @param memory the memory that is charged to the daemon; empty where it is not counted
 * @param passed the time when a timer's process last looked at everything; empty when none ever did
 */
public record Status(
    Instant at,
    InForce inForce,
    Optional<Prepared> settled,
    List<TargetStatus> targets,
    List<Alarm> alarms,
    Map<Question, Heard> heard,
    Map<Question, Instant> turns,
    Map<Question, Integer> failures,
    List<String> edited,
    Optional<Tally> tally,
    Optional<LearningTally> learning,
    Optional<ControlGroup.Memory> memory,
    Optional<Instant> passed) {
  public Status {
    targets = List.copyOf(recalled(targets, inForce));
    alarms = List.copyOf(alarms);
    heard = Map.copyOf(heard);
    turns = Map.copyOf(turns);
    failures = Map.copyOf(failures);
    edited = List.copyOf(edited);
  }

  /** Returns a copy that tells what became of peers that knocked. */
  Status with(Optional<LearningTally> knocks) {
    return new Status(
        at, inForce, settled, targets, alarms, heard, turns, failures, edited, tally, knocks,
        memory, passed);
  }

  /**
   * The status of a target.
   *
   * @param held whether it holds what it should
   * @param why not, empty when it does
   * @param proof how that is known
   * @param provenAt the time when it was last known; empty when it never was
   * @param tally the counts since the daemon started
   * @param counters the counters of its rules, half a minute old at most while all is well
   * @param fragments packets refused because they hid which rule judges them, as old at most
   * @param effects the effects of others on what its rules let through, as old at most
   * @param recent the counts of its rules in the last days; empty where nothing looked on
   * @param strangers peers that its rules refused or observed in the last minute; empty where
   *     nothing looked on for so long
   * @param byHand the sheets of a target that a person changes
   */
  public record TargetStatus(
      String name,
      boolean held,
      String why,
      Proof proof,
      Optional<Instant> provenAt,
      TargetTally tally,
      Map<String, Observation.Counters> counters,
      long fragments,
      List<Effect> effects,
      Optional<CounterHistory.Window> recent,
      OptionalLong strangers,
      ByHand byHand) {
    public TargetStatus {
      effects = List.copyOf(effects);
      counters = Map.copyOf(counters);
    }

    /** Returns a copy that was last known to hold it then, if no later time is known. */
    public TargetStatus provenAt(Optional<Instant> earlier) {
      return new TargetStatus(
          name,
          held,
          why,
          proof,
          provenAt.or(() -> earlier),
          tally,
          counters,
          fragments,
          effects,
          recent,
          strangers,
          byHand);
    }
  }

  /**
   * Returns statuses in which a target that this process has not seen hold was last known to when
   * its generation was proven. Of several targets the state does not tell which ones were.
   */
  private static List<TargetStatus> recalled(List<TargetStatus> targets, InForce inForce) {
    Optional<Instant> provenAt =
        inForce
            .recall()
            .generation()
            .filter(one -> one.outcome() == Generation.Outcome.PROVEN)
            .map(Generation::at);
    return targets.size() == 1
        ? targets.stream().map(one -> one.provenAt(provenAt)).toList()
        : targets;
  }

  /** Returns what is in force of each set of mail domains. */
  public List<EffectiveDomains> domains() {
    return settled
        .map(one -> one.meaning().settled().domains())
        .orElseGet(
            () ->
                inForce.recall().memory().guards().domains().members().stream()
                    .map(EffectiveDomains::remembered)
                    .toList());
  }

  /**
   * Returns the changes that wait for an approval: those of the last answers, and those proposed.
   */
  public List<PendingChange> held() {
    return held(settled, inForce);
  }

  public static List<PendingChange> held(Optional<Prepared> settled, InForce inForce) {
    List<PendingChange> remembered = inForce.recall().memory().guards().pending();
    if (settled.isEmpty()) {
      return remembered;
    }
    List<PendingChange> all = new ArrayList<>(settled.get().meaning().settled().pending());
    for (PendingChange one : remembered) {
      if (one.proposed() && all.stream().noneMatch(held -> held.digest().equals(one.digest()))) {
        all.add(one);
      }
    }
    return all;
  }

  /**
   * Tells whether no person has to look: every target holds what it should, and nothing concerns.
   */
  public boolean isWell() {
    return targets.stream().allMatch(TargetStatus::held)
        && alarms.stream().noneMatch(alarm -> alarm.kind().concerns());
  }

  /** Returns one line on how everything is. */
  public String summary() {
    String wrong =
        targets.stream()
            .filter(target -> !target.held())
            .map(target -> ", " + target.name() + " does not hold it")
            .findFirst()
            .orElse("");
    String alarm =
        alarms.isEmpty()
            ? ""
            : ", alarms: %d: %s".formatted(alarms.size(), alarms.getFirst().message());
    String well = isWell() && alarm.isEmpty() ? ", all well" : "";
    return "enforces " + inForce(inForce) + wrong + alarm + well;
  }

  /** Returns what is to be in force, in words. */
  public static String inForce(InForce inForce) {
    if (inForce.recall().isLost()) {
      return "nothing: what was in force cannot be read";
    }
    if (inForce.recall().isBegun()) {
      return "what an apply left that was begun";
    }
    return inForce.recall().orders().removal().isPresent()
        ? "nothing, as ordered"
        : inForce
            .recall()
            .generation()
            .map(one -> "generation %d (%s)".formatted(one.number(), one.digest()))
            .orElse("nothing until a policy is applied");
  }

  /** Returns why an outcome is no success, in words. */
  static String failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proven one -> one.target() + ": proven";
      case Outcome.Handed one -> one.target() + ": " + one.sentence();
      case Outcome.NotProven one -> one.target() + ": not proven: " + one.why();
      case Outcome.Unavailable one -> one.target() + ": " + one.sentence();
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
