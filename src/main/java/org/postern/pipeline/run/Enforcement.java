package org.postern.pipeline.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postern.pipeline.Actor;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Occasion;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Projections;
import org.postern.pipeline.Targets;
import org.postern.pipeline.safe.Safeguards;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.pass.Planner;
import org.postern.state.Generation;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.Target;

/** Brings targets to what was prepared, and writes down before and after. */
public final class Enforcement {
  /**
   * The number of targets that makes calls be given up in time: a target that is left has others
   * beside it.
   */
  private static final int SEVERAL = 2;

  private final StateStore store;
  private final Targets targets;
  private final Actor actor;
  private final Projections projections;

  public Enforcement(StateStore store, Targets targets, Actor actor) {
    this.store = store;
    this.targets = targets;
    this.actor = actor;
    this.projections = new Projections(targets);
  }

  /**
   * Returns the ledger of one run.
   *
   * @param lock the proof that no other process writes meanwhile
   */
  public Ledger ledger(StateLock lock, Prepared prepared) {
    return new Ledger(store, targets, actor, lock, prepared);
  }

  /** Returns why a target cannot be brought to what was prepared for it. */
  public static List<Obstacle> obstacles(Prepared prepared, Target target) {
    List<Obstacle> found = new ArrayList<>(prepared.meaning().obstacles());
    found.addAll(
        Planner.fit(prepared.held(), target.capabilities(), prepared.policy(), prepared.meaning()));
    return found;
  }

  /**
   * Opens a generation and brings all targets to it, each for itself. Nothing is applied anywhere
   * while one target cannot hold what is meant, or something speaks against it.
   *
   * @param safeguards the safeguards that are asked first, where a person is there to be asked back
   */
  public List<Outcome> run(
      Prepared prepared,
      List<String> names,
      Occasion occasion,
      Ledger ledger,
      Optional<Safeguards> safeguards)
      throws IOException {
    EachTarget<List<Obstacle>> fit =
        EachTarget.of(
            names,
            name ->
                obstacles(projections.on(name, prepared), targets.bound(name, prepared.policy())));
    for (List<Obstacle> obstacles : fit.done().values()) {
      if (!obstacles.isEmpty()) {
        ledger.rememberHeld();
        return List.of(new Outcome.Refused(prepared, obstacles));
      }
    }
    if (safeguards.isEmpty()) {
      return bring(prepared, names, ledger.open(names, occasion), ledger);
    }
    EachTarget<Observation> seen = observed(prepared, names);
    if (seen.isAllFailed()) {
      return seen.unavailable(prepared);
    }
    List<Outcome> objected = new ArrayList<>();
    for (Map.Entry<String, Observation> one : seen.done().entrySet()) {
      safeguards.get().objection(prepared, one.getKey(), one.getValue()).ifPresent(objected::add);
    }
    ledger.mail(safeguards.get().remembered(), safeguards.get().watched());
    if (!objected.isEmpty()) {
      ledger.rememberHeld();
      return objected;
    }
    Prepared noted = prepared.noting(safeguards.get().notes()).noting(ledger.left(names));
    Generation opened = ledger.open(names, occasion);
    if (!safeguards.get().overruled().isEmpty()) {
      String what = String.join(" ", safeguards.get().overruled());
      ledger.audit(
          "overruled for generation %d: %s".formatted(opened.number(), what),
          occasion.why(),
          opened.digest());
    }
    return bring(noted, seen, opened, ledger);
  }

  private EachTarget<Observation> observed(Prepared prepared, List<String> names)
      throws IOException {
    Proofs proofs = new Proofs(store, actor.now());
    return EachTarget.of(names, name -> proofs.observe(targets.bound(name, prepared.policy())));
  }

  /** Brings all targets to a generation that is on disk already. */
  public List<Outcome> bring(
      Prepared prepared, List<String> names, Generation generation, Ledger ledger)
      throws IOException {
    EachTarget<Observation> seen;
    try {
      seen = observed(prepared, names);
    } catch (IOException e) {
      ledger.close(generation, Generation.Outcome.UNCHANGED, false);
      throw e;
    }
    if (seen.isAllFailed()) {
      ledger.close(generation, Generation.Outcome.UNCHANGED, false);
      return seen.unavailable(prepared);
    }
    return bring(prepared, seen, generation, ledger);
  }

  private List<Outcome> bring(
      Prepared prepared, EachTarget<Observation> seen, Generation generation, Ledger ledger)
      throws IOException {
    List<Generation.TargetUse> leaving = Leaving.of(store, targets, prepared, seen.names());
    EachTarget<Outcome> each;
    try {
      each = brought(seen, prepared, generation, ledger::forgetProof, ledger::applied);
    } catch (IOException e) {
      if (seen.names().size() == 1) {
        ledger.close(generation, Generation.Outcome.UNCHANGED, false);
      }
      throw e;
    }
    List<Outcome> outcomes = EachTarget.outcomes(each, prepared);
    if (leaving.isEmpty()) {
      return closed(generation, outcomes, ledger);
    }
    boolean proven = outcomes.stream().allMatch(Outcome.Proven.class::isInstance);
    List<Generation.TargetUse> staying = new ArrayList<>();
    for (Generation.TargetUse use : leaving) {
      Outcome left = proven ? leave(use, prepared, generation, ledger) : stays(use, prepared);
      outcomes.add(left);
      if (!(left instanceof Outcome.Proven)) {
        staying.add(use);
      }
    }
    return closed(generation.leaving(leaving, staying), outcomes, ledger);
  }

  /**
   * Returns the outcome of a target that is not used any more and stays: what it holds is the only
   * protection until all are proven.
   */
  private static Outcome stays(Generation.TargetUse use, Prepared prepared) {
    return new Outcome.Unchanged(
        prepared.leaving(use),
        use.name(),
        Plan.between(Observation.nothing(), Ruleset.empty()),
        "it is not used any more, and stays as it is until every other target is proven");
  }

  /** Takes ours out of a target that is not used any more; what fails is tried by the next run. */
  private Outcome leave(
      Generation.TargetUse use, Prepared prepared, Generation generation, Ledger ledger) {
    Prepared empty = prepared.leaving(use);
    try {
      BoundedTarget target = targets.used(use, SEVERAL);
      return new Application(target, empty, generation, ledger::forgetProof, Optional::empty)
          .from(target.observe());
    } catch (IOException e) {
      return new Outcome.NotProven(
          empty,
          use.name(),
          Plan.between(Observation.nothing(), Ruleset.empty()),
          generation.number(),
          "what was there before cannot be taken out: " + e.getMessage(),
          Optional.empty());
    }
  }

  private static boolean isChanged(List<Outcome> outcomes) {
    return outcomes.stream()
        .anyMatch(
            outcome ->
                outcome instanceof Outcome.NotProven
                    || (outcome instanceof Outcome.Handed handed && handed.anew())
                    || (outcome instanceof Outcome.Proven one && !one.plan().isEmpty()));
  }

  private static List<Outcome> closed(Generation generation, List<Outcome> outcomes, Ledger ledger)
      throws IOException {
    try {
      ledger.close(generation, Application.remembered(outcomes), isChanged(outcomes));
      ledger.keepProofs(generation, outcomes);
      return outcomes;
    } catch (IOException e) {
      return Application.unwritten(outcomes, e);
    }
  }

  /**
   * Brings targets to what was prepared, each for itself, whatever it takes; the generation stays
   * as it is.
   *
   * @param last the last observations of the targets; empty to have them looked at as a whole
   */
  public List<Outcome> hold(
      List<String> names,
      Prepared prepared,
      Generation generation,
      Optional<Observation> last,
      Application.Notice notice)
      throws IOException {
    EachTarget<Observation> seen =
        EachTarget.of(
            names,
            name -> {
              Target target = targets.bound(name, prepared.policy());
              Prepared own = projections.on(name, prepared);
              return target.observe(last.orElseGet(() -> Observation.of(own.held())));
            });
    return EachTarget.outcomes(
        brought(seen, prepared, generation, notice, _ -> Optional.empty()), prepared);
  }

  private EachTarget<Outcome> brought(
      EachTarget<Observation> seen,
      Prepared prepared,
      Generation generation,
      Application.Notice notice,
      Function<String, Optional<Ruleset>> applied)
      throws IOException {
    boolean alone = seen.names().size() == 1;
    return seen.then(
        (name, now) -> {
          BoundedTarget target = targets.bound(name, prepared.policy());
          Application application =
              new Application(
                  target,
                  projections.on(name, prepared),
                  generation,
                  notice,
                  () -> applied.apply(name));
          return alone ? application.from(now) : application.contained(now);
        });
  }
}
