package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.daemon.alarm.Alarm;
import org.postern.daemon.alarm.Alarms;
import org.postern.daemon.alarm.Condition;
import org.postern.daemon.follow.InterfaceWatch;
import org.postern.diagnostic.Counted;
import org.postern.host.BootId;
import org.postern.host.Interfaces;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.run.Drift;
import org.postern.plan.ByHand;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.state.RunState;
import org.postern.target.Facets;
import org.postern.target.TargetException;

/**
 * How everything is where no daemon runs: from the state and the targets. It tells what a daemon
 * would tell of the same state.
 */
public final class OfflineStatus {
  private final Pipeline pipeline;
  private final Drift drift;
  private final InForce inForce;
  private final Knocking knocking;
  private final EditedFiles edited = new EditedFiles();
  private final Instant now;

  private OfflineStatus(Pipeline pipeline) throws IOException {
    this.pipeline = pipeline;
    this.drift = pipeline.drift();
    this.inForce = pipeline.restoration().inForce();
    this.knocking = new Knocking(pipeline);
    this.now = pipeline.actor().now();
  }

  /** Looks at the state and the targets. */
  public static Status of(Pipeline pipeline) throws IOException {
    return new OfflineStatus(pipeline).look();
  }

  private Status look() throws IOException {
    List<Status.TargetStatus> targets = inForce.prepared().isEmpty() ? List.of() : targets();
    List<Condition> conditions = conditions(targets);
    return new Status(
        now,
        inForce,
        Optional.empty(),
        targets,
        alarms(conditions),
        Map.of(),
        Map.of(),
        Map.of(),
        edited.names(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        pipeline.store().passed());
  }

  private List<Status.TargetStatus> targets() throws IOException {
    List<Status.TargetStatus> targets = new ArrayList<>();
    for (Drift.Difference one : drift.differences(inForce)) {
      targets.add(
          one.plan()
              .map(plan -> status(one.target(), plan))
              .orElseGet(() -> unusable(one.target(), one.why())));
    }
    return targets;
  }

  private static Status.TargetStatus unusable(String name, String why) {
    return new Status.TargetStatus(
        name,
        false,
        why,
        Observation.nothing().proof(),
        Optional.empty(),
        TargetTally.none().failed(),
        Map.of(),
        0,
        List.of(),
        Optional.empty(),
        OptionalLong.empty(),
        ByHand.NONE);
  }

  /** Returns how far a target is from what it should hold. */
  static String changes(int number) {
    return Counted.of(number, "change") + Counted.one(number, " is needed", " are needed");
  }

  /** Returns what a target lacks; where a sheet waits, that it be carried out. */
  static String lacks(String name, Plan plan) {
    return plan.before()
        .byHand()
        .waiting()
        .map(sheet -> sheet.text(name))
        .orElseGet(() -> changes(plan.changes().size()));
  }

  /**
   * Returns the status of a target. What is left of an opening that has ended judges no packet, and
   * is tidied by the next apply.
   */
  private Status.TargetStatus status(String name, Plan plan) {
    boolean holds = plan.isEmpty() || withoutEnded(name, plan).isEmpty();
    return new Status.TargetStatus(
        name,
        holds,
        holds ? "" : lacks(name, plan),
        plan.before().proof(),
        holds ? Optional.of(now) : Optional.empty(),
        TargetTally.none(),
        counters(name, plan.before()),
        plan.before().fragments(),
        plan.before().effects(),
        Optional.empty(),
        OptionalLong.empty(),
        plan.before().byHand());
  }

  /**
   * Returns the counters of a target. Those that it does not count itself are read from its log;
   * those that cannot be read are left out.
   */
  private Map<String, Observation.Counters> counters(String name, Observation seen) {
    try {
      Optional<Facets.RefusedPeers> refused = drift.target(inForce, name).facets().refusedPeers();
      Map<String, Observation.Counters> counters = new HashMap<>(seen.counters());
      if (refused.isPresent()) {
        counters.putAll(refused.get().counters());
      }
      return counters;
    } catch (TargetException e) {
      return seen.counters();
    }
  }

  private Plan withoutEnded(String name, Plan plan) {
    try {
      return pipeline.closing().withoutEnded(plan, drift.target(inForce, name).capabilities());
    } catch (TargetException e) {
      return plan;
    }
  }

  private List<Condition> conditions(List<Status.TargetStatus> targets) {
    RunState memory = inForce.recall().memory();
    List<Condition> found = new ArrayList<>(Conditions.ofState(inForce.recall()));
    Interfaces interfaces = pipeline.surroundings().interfaces();
    Duration grace = InterfaceWatch.graceLeft(BootId.since(), Instant.now());
    found.addAll(new InterfaceWatch(interfaces, grace).conditions(inForce::wanted, now));
    for (Status.TargetStatus target : targets) {
      Conditions.ofSheet(target.name(), target.byHand()).ifPresent(found::add);
      found.addAll(Conditions.ofEffects(target.name(), target.effects()));
      found.addAll(Conditions.ofOmissions(target.name(), drift.omissions(inForce, target.name())));
    }
    inForce
        .recall()
        .unconfirmed()
        .filter(one -> !targets.stream().allMatch(Status.TargetStatus::held))
        .map(Conditions::notTakenBack)
        .ifPresent(found::add);
    found.addAll(
        SourceConditions.of(
            memory.findings(),
            memory.guards(),
            memory.guards().pending(),
            knocking.of(memory.guards().pending(), inForce, now),
            now));
    edited.look(inForce.recall(), now).ifPresent(found::add);
    return found;
  }

  private List<Alarm> alarms(List<Condition> conditions) {
    Alarms alarms = new Alarms(event -> {});
    alarms.set(conditions, now);
    return alarms.standing();
  }
}
