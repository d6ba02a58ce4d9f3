package org.postern.pipeline.check;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Effects;
import org.postern.pipeline.Endangered;
import org.postern.pipeline.Foreseen;
import org.postern.pipeline.Objection;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Projections;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Surroundings;
import org.postern.pipeline.Targets;
import org.postern.pipeline.run.EachTarget;
import org.postern.pipeline.run.Enforcement;
import org.postern.pipeline.run.Leaving;
import org.postern.pipeline.run.Proofs;
import org.postern.pipeline.safe.Endangerment;
import org.postern.pipeline.safe.Safeguards;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.state.Generation;
import org.postern.state.StateStore;
import org.postern.target.Artifact;
import org.postern.target.DryRun;
import org.postern.target.TargetException;

/**
 * Plans what would bring targets to what was prepared. Every target is wrapped so that it can only
 * be looked at, and nothing is written.
 */
public final class Planning {
  private final StateStore store;
  private final Targets targets;
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Projections projections;

  public Planning(
      StateStore store, Targets targets, Surroundings surroundings, InstantSource clock) {
    this.store = store;
    this.targets = targets;
    this.surroundings = surroundings;
    this.clock = clock;
    this.projections = new Projections(targets);
  }

  /**
   * Plans for each target by itself.
   *
   * @param safeguards the safeguards that are asked about the plans; empty where none are
   * @param choice the reason why a target was chosen, where that was left to us
   */
  public List<Outcome> plan(
      Prepared prepared,
      List<String> names,
      Optional<Safeguards> safeguards,
      Optional<String> choice)
      throws IOException {
    EachTarget<List<Obstacle>> fit =
        EachTarget.of(
            names,
            name -> Enforcement.obstacles(projections.on(name, prepared), bound(name, prepared)));
    EachTarget<Optional<Observation>> seen =
        fit.then(
            (name, obstacles) ->
                obstacles.isEmpty()
                    ? Optional.of(observe(bound(name, prepared)))
                    : Optional.empty());
    // One after the other, because the safeguards remember what they have asked.
    EachTarget<Outcome> each =
        seen.inTurn(
            (name, now) ->
                now.isPresent()
                    ? planned(
                        bound(name, prepared),
                        projections.on(name, prepared),
                        now.get(),
                        safeguards,
                        choice)
                    : new Outcome.Refused(prepared, fit.done().getOrDefault(name, List.of())));
    return EachTarget.outcomes(each, prepared);
  }

  /** Returns a target of which nothing but a look is ever asked; {@link DryRun} sees to that. */
  private BoundedTarget bound(String name, Prepared prepared) throws TargetException {
    return targets.bound(name, prepared.policy()).dry();
  }

  private Observation observe(BoundedTarget target) throws TargetException {
    return new Proofs(store, clock.instant()).observe(target);
  }

  private Outcome.Planned planned(
      BoundedTarget target,
      Prepared own,
      Observation now,
      Optional<Safeguards> safeguards,
      Optional<String> choice)
      throws IOException {
    String name = target.name();
    Observation seen = Effects.with(target, now, own.held());
    Plan plan = Plan.between(seen, own.held());
    Artifact artifact = target.compile(plan);
    List<Endangered> endangered =
        Endangerment.find(plan, surroundings.connections().established(), clock.instant());
    Foreseen foreseen = Foreseen.of(plan, target, clock.instant());
    List<Objection> objections = safeguards.isPresent() ? safeguards.get().ask(plan) : List.of();
    List<String> unseen = new ArrayList<>(Endangerment.blindness(plan, surroundings.connections()));
    safeguards.ifPresent(asked -> unseen.addAll(asked.notes()));
    foreseen.unknown().ifPresent(unseen::add);
    choice.ifPresent(unseen::add);
    return new Outcome.Planned(
        own,
        name,
        plan,
        artifact,
        objections,
        endangered,
        foreseen,
        unseen,
        plan.isEmpty() ? Optional.empty() : Recall.applied(store, own.memory(), name),
        surroundings.addresses().vicinity());
  }

  /**
   * Runs as the run that brings all targets to what was prepared, and takes ours out of those that
   * are not used any more, up to the change. As in that run, one obstacle or one objection stops it
   * for all targets.
   *
   * @param safeguards the safeguards; empty where that run asks none
   */
  public List<Outcome> dryRun(
      Prepared prepared, List<String> names, Optional<Safeguards> safeguards) throws IOException {
    List<Outcome> outcomes = new ArrayList<>(plan(prepared, names, safeguards, Optional.empty()));
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Refused refused) {
        return List.of(refused);
      }
    }
    List<Outcome> objected = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Planned one && !one.objections().isEmpty()) {
        objected.add(
            new Outcome.Objected(one.prepared(), one.target(), one.plan(), one.objections()));
      }
    }
    if (!objected.isEmpty()) {
      return objected;
    }
    if (outcomes.stream().anyMatch(Outcome.Unavailable.class::isInstance)) {
      return outcomes;
    }
    for (Generation.TargetUse use : Leaving.of(store, targets, prepared, names)) {
      outcomes.add(leave(use, prepared));
    }
    return outcomes;
  }

  private Outcome leave(Generation.TargetUse use, Prepared prepared) throws IOException {
    Prepared empty = prepared.leaving(use);
    BoundedTarget target = targets.used(use, 2).dry();
    try {
      return planned(target, empty, observe(target), Optional.empty(), Optional.empty());
    } catch (TargetException e) {
      return new Outcome.Unchanged(
          empty,
          use.name(),
          Plan.between(Observation.nothing(), empty.wanted()),
          "what was there before cannot be taken out: " + e.getMessage());
    }
  }
}
