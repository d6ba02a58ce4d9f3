package org.postern.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.target.Artifact;
import org.postern.target.DryRun;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Plans what would bring targets to what was prepared. Every target is wrapped so that it can only
 * be looked at, and nothing is written.
 */
final class Planning {
  private final Parts parts;
  private final Targets targets;
  private final Prepared prepared;

  Planning(Parts parts, Prepared prepared) {
    this.parts = parts;
    this.targets = new Targets(parts.targets());
    this.prepared = prepared;
  }

  /**
   * Plans for one target.
   *
   * @param safeguards asked what speaks against the plan; empty where none are
   * @param choice why this target was chosen, where that was left to us
   */
  Outcome plan(String name, Optional<Safeguards> safeguards, Optional<String> choice)
      throws IOException {
    Target target = new DryRun(targets.bound(name, prepared.policy()));
    List<Obstacle> obstacles = Enforcement.obstacles(prepared, target);
    return obstacles.isEmpty()
        ? planned(target, name, safeguards, choice)
        : new Outcome.Refused(prepared, obstacles);
  }

  private Outcome.Planned planned(
      Target target, String name, Optional<Safeguards> safeguards, Optional<String> choice)
      throws IOException {
    Observation last = new Proofs(parts.store(), parts.clock().instant()).last(name);
    Target.Share share = target.share(prepared.wanted());
    Observation seen = Effects.with(target, target.observe(last), share.held());
    Plan plan = Plan.between(seen, share.held());
    Artifact artifact = target.compile(plan);
    List<Endangered> endangered =
        Endangerment.find(plan, parts.connections().established(), parts.clock().instant());
    Foreseen foreseen = Foreseen.of(plan, target, parts.clock().instant());
    List<Objection> objections = safeguards.isPresent() ? safeguards.get().ask(plan) : List.of();
    List<String> unseen = new ArrayList<>(Endangerment.blindness(plan, parts.connections()));
    safeguards.ifPresent(asked -> unseen.addAll(asked.notes()));
    foreseen.unknown().ifPresent(unseen::add);
    choice.ifPresent(unseen::add);
    return new Outcome.Planned(
        prepared.noting(share.notes()),
        name,
        plan,
        artifact,
        objections,
        endangered,
        foreseen,
        unseen,
        plan.isEmpty() ? Optional.empty() : Recall.applied(parts.store(), prepared.memory(), name),
        parts.surroundings().addresses().vicinity());
  }

  /**
   * The run that brings all targets to what was prepared, and takes ours out of those that are not
   * used any more, up to the change. As in that run, one obstacle or one objection stops it for all
   * targets.
   *
   * @param safeguards empty where that run asks none
   */
  List<Outcome> dryRun(List<String> names, Optional<Safeguards> safeguards) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (String name : names) {
      Outcome outcome = plan(name, safeguards, Optional.empty());
      if (outcome instanceof Outcome.Refused refused) {
        return List.of(refused);
      }
      outcomes.add(outcome);
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
    for (String name : Leaving.of(parts, prepared, names)) {
      outcomes.add(leave(name));
    }
    return outcomes;
  }

  private Outcome leave(String name) throws IOException {
    Prepared empty = prepared.withoutRules();
    Target target = new DryRun(targets.named(name));
    try {
      return new Planning(parts, empty).planned(target, name, Optional.empty(), Optional.empty());
    } catch (TargetException e) {
      return new Outcome.Unchanged(
          empty,
          name,
          Plan.between(Observation.nothing(), empty.wanted()),
          "what was there before cannot be taken out: " + e.getMessage());
    }
  }
}
