package org.postern.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.state.Generation;
import org.postern.target.Applied;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** Brings one target to one ruleset: observe, plan, change, observe again, prove. */
final class Application {
  /** Somebody who changes our rules faster than that is not met by trying harder. */
  private static final int ATTEMPTS = 3;

  private final Target target;
  private final String name;
  private final Prepared prepared;
  private final Generation generation;
  private final Ruleset wanted;

  /**
   * For one target.
   *
   * @param generation already on disk
   */
  Application(Target target, Prepared prepared, Generation generation) {
    this.target = target;
    this.name = target.capabilities().target();
    this.prepared = prepared;
    this.generation = generation;
    this.wanted = prepared.meaning().ruleset();
  }

  Outcome run() throws IOException {
    Plan plan = Plan.between(target.observe(), wanted);
    for (int attempt = 1; !plan.isEmpty(); attempt++) {
      Applied applied = target.apply(target.compile(plan));
      switch (applied) {
        case Applied.Done done -> {
          return prove(plan);
        }
        case Applied.Partial partial -> {
          return partial(plan, partial.why());
        }
        case Applied.Unchanged unchanged -> {
          if (!unchanged.moved() || attempt == ATTEMPTS) {
            return new Outcome.Unchanged(prepared, name, plan, unchanged.why());
          }
          plan = Plan.between(target.observe(), wanted);
        }
      }
    }
    return new Outcome.Proven(prepared, name, plan, generation.number(), Proof.EXACT);
  }

  /** How a generation ended: like its targets, and not proven when they ended differently. */
  static Generation.Outcome remembered(List<Outcome> outcomes) {
    Set<Generation.Outcome> ends =
        outcomes.stream().map(Application::remembered).collect(Collectors.toSet());
    return ends.size() == 1 ? ends.iterator().next() : Generation.Outcome.NOT_PROVEN;
  }

  private static Generation.Outcome remembered(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proven proven -> Generation.Outcome.PROVEN;
      case Outcome.NotProven notProven -> Generation.Outcome.NOT_PROVEN;
      case Outcome.Unchanged unchanged -> Generation.Outcome.UNCHANGED;
      case Outcome.Rejected rejected -> Generation.Outcome.UNCHANGED;
      case Outcome.Refused refused -> Generation.Outcome.UNCHANGED;
      case Outcome.Planned planned -> Generation.Outcome.UNCHANGED;
    };
  }

  /**
   * What is said when the end could not be written down.
   *
   * @throws IOException the same, when nothing was changed
   */
  static List<Outcome> unwritten(List<Outcome> outcomes, IOException e) throws IOException {
    List<Outcome> said = new ArrayList<>();
    boolean changed = false;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Proven proven && !proven.plan().isEmpty()) {
        changed = true;
        String why = "applied and proven, but that cannot be written down: " + e.getMessage();
        said.add(
            new Outcome.NotProven(
                proven.prepared(),
                proven.target(),
                proven.plan(),
                proven.generation(),
                why,
                Optional.empty()));
      } else {
        changed |= outcome instanceof Outcome.NotProven;
        said.add(outcome);
      }
    }
    if (!changed) {
      throw e;
    }
    return said;
  }

  private Outcome prove(Plan plan) {
    Observation after;
    try {
      after = target.observe();
    } catch (TargetException e) {
      return blind(plan, "everything was carried out, but cannot be observed: " + e.getMessage());
    }
    Plan rest = Plan.between(after, wanted);
    if (rest.isEmpty() && Equivalence.compare(after.owned(), wanted).isEmpty()) {
      return new Outcome.Proven(prepared, name, plan, generation.number(), Proof.EXACT);
    }
    return notProven(rest, after, "what is held afterwards is not what is meant");
  }

  /** Something was changed, so not even a target that cannot be observed is an exception. */
  private Outcome partial(Plan plan, String why) {
    String begun = "some steps were carried out: " + why;
    try {
      return notProven(plan, target.observe(), begun);
    } catch (TargetException e) {
      return blind(plan, begun + "; it cannot be observed: " + e.getMessage());
    }
  }

  private Outcome notProven(Plan plan, Observation after, String why) {
    Optional<Equivalence.Counterexample> difference = Equivalence.compare(after.owned(), wanted);
    return new Outcome.NotProven(prepared, name, plan, generation.number(), why, difference);
  }

  private Outcome blind(Plan plan, String why) {
    return new Outcome.NotProven(prepared, name, plan, generation.number(), why, Optional.empty());
  }
}
