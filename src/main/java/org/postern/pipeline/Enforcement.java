package org.postern.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.pass.Planner;
import org.postern.state.Generation;
import org.postern.target.Target;

/** Brings targets to what was prepared, and writes down before and after. */
final class Enforcement {
  private final Parts parts;
  private final Targets targets;

  Enforcement(Parts parts) {
    this.parts = parts;
    this.targets = new Targets(parts.targets());
  }

  /** Why the target cannot be brought to what was prepared. */
  static List<Obstacle> obstacles(Prepared prepared, Target target) {
    List<Obstacle> found = new ArrayList<>(prepared.meaning().obstacles());
    found.addAll(Planner.fit(target.share(prepared.wanted()).held(), target.capabilities()));
    return found;
  }

  /**
   * Opens a generation and brings all targets to it. Nothing is applied anywhere while one target
   * cannot hold what is meant, or something speaks against it.
   *
   * @param safeguards asked first, where somebody is there to be asked back
   */
  List<Outcome> run(
      Prepared prepared,
      List<String> names,
      Occasion occasion,
      Ledger ledger,
      Optional<Safeguards> safeguards)
      throws IOException {
    for (String name : names) {
      List<Obstacle> obstacles = obstacles(prepared, targets.bound(name, prepared.policy()));
      if (!obstacles.isEmpty()) {
        ledger.rememberHeld();
        return List.of(new Outcome.Refused(prepared, obstacles));
      }
    }
    if (safeguards.isEmpty()) {
      return bring(prepared, names, ledger.open(names, occasion), ledger);
    }
    Map<String, Observation> seen = observed(prepared, names);
    List<Outcome> objected = new ArrayList<>();
    for (Map.Entry<String, Observation> one : seen.entrySet()) {
      safeguards.get().objection(prepared, one.getKey(), one.getValue()).ifPresent(objected::add);
    }
    ledger.mail(safeguards.get().remembered(), safeguards.get().watched());
    if (!objected.isEmpty()) {
      ledger.rememberHeld();
      return objected;
    }
    Prepared noted = prepared.noting(safeguards.get().notes());
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

  private Map<String, Observation> observed(Prepared prepared, List<String> names)
      throws IOException {
    Map<String, Observation> seen = new LinkedHashMap<>();
    for (String name : names) {
      seen.put(name, targets.bound(name, prepared.policy()).observe(last(name)));
    }
    return seen;
  }

  /** Brings all targets to a generation that is on disk already. */
  List<Outcome> bring(Prepared prepared, List<String> names, Generation generation, Ledger ledger)
      throws IOException {
    try {
      return bring(prepared, observed(prepared, names), generation, ledger);
    } catch (IOException e) {
      ledger.close(generation, Generation.Outcome.UNCHANGED, false);
      throw e;
    }
  }

  private List<Outcome> bring(
      Prepared prepared, Map<String, Observation> seen, Generation generation, Ledger ledger)
      throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    List<String> leaving = Leaving.of(parts, prepared, seen.keySet());
    try {
      for (Map.Entry<String, Observation> one : seen.entrySet()) {
        Application application = application(one.getKey(), prepared, generation, ledger);
        outcomes.add(application.from(one.getValue()));
      }
    } catch (IOException e) {
      if (outcomes.isEmpty()) {
        ledger.close(generation, Generation.Outcome.UNCHANGED, false);
      }
      throw e;
    }
    if (outcomes.stream().allMatch(Outcome.Proven.class::isInstance)) {
      for (String name : leaving) {
        outcomes.add(leave(name, prepared, generation, ledger));
      }
    }
    return closed(generation, outcomes, ledger);
  }

  /** Takes ours out of a target that is not used any more; what fails is tried by the next run. */
  private Outcome leave(String name, Prepared prepared, Generation generation, Ledger ledger) {
    Prepared empty = prepared.withoutRules();
    try {
      return new Application(targets.named(name), empty, generation, ledger::forgetProof)
          .from(targets.named(name).observe());
    } catch (IOException e) {
      return new Outcome.NotProven(
          empty,
          name,
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
   * Brings one target to what was prepared, whatever it takes; the generation stays as it is.
   *
   * @param last what was last known of it; empty to have it looked at as a whole
   */
  Outcome hold(
      String name,
      Prepared prepared,
      Generation generation,
      Optional<Observation> last,
      Application.Notice notice)
      throws IOException {
    Target target = targets.bound(name, prepared.policy());
    Observation known =
        last.orElseGet(() -> Observation.of(target.share(prepared.wanted()).held()));
    return new Application(target, prepared, generation, notice).from(target.observe(known));
  }

  private Application application(
      String name, Prepared prepared, Generation generation, Ledger ledger) throws IOException {
    return new Application(
        targets.bound(name, prepared.policy()), prepared, generation, ledger::forgetProof);
  }

  private Observation last(String name) {
    return new Proofs(parts.store(), parts.clock().instant()).last(name);
  }
}
