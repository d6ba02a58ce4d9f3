package org.postern.pipeline.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.pipeline.BoundedTarget;
import org.postern.pipeline.Effects;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.plan.Change;
import org.postern.plan.Equivalence;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.state.Generation;
import org.postern.target.Applied;
import org.postern.target.TargetException;

/** Brings one target to one ruleset: observe, plan, change, observe again, prove. */
public final class Application {
  /**
   * The most attempts: a program that changes our rules faster than that is not met by trying
   * harder.
   */
  private static final int ATTEMPTS = 3;

  /**
   * The most intervals of a change that is proven by its steps, each of which was alone and
   * confirmed; after a larger one all is read back.
   */
  private static final int SMALL_CHANGE = 1_000;

  private final BoundedTarget target;
  private final String name;
  private final Prepared prepared;
  private final Generation generation;
  private final Notice notice;
  private final Supplier<Optional<Ruleset>> before;
  private final Ruleset wanted;
  private Optional<Ruleset> applied = Optional.empty();
  private boolean begun;

  /** Hears of a change before it is made. */
  public interface Notice {
    /** Hears that a target is about to be changed. */
    void before(String target) throws IOException;
  }

  /**
   * Creates the application to one target.
   *
   * @param prepared the rules as this target is to hold them
   * @param generation the generation that is already on disk
   * @param before returns the rules that was applied to the target and proven last
   */
  Application(
      BoundedTarget target,
      Prepared prepared,
      Generation generation,
      Notice notice,
      Supplier<Optional<Ruleset>> before) {
    this.notice = notice;
    this.before = before;
    this.target = target;
    this.name = target.name();
    this.prepared = prepared;
    this.generation = generation;
    this.wanted = prepared.held();
  }

  /**
   * Runs from what was observed just now.
   *
   * @param seen the observation; if it is no longer so, the target refuses, and is observed again
   */
  Outcome from(Observation seen) throws IOException {
    Plan plan = Plan.between(seen, wanted);
    if (plan.isEmpty()) {
      return proven(plan, seen);
    }
    if (seen.proof() != Proof.RECORDED) {
      applied = before.get();
    }
    Attempt attempt = attempt(plan).believing(seen);
    for (int number = 2; number <= ATTEMPTS && attempt.disturbed(); number++) {
      attempt =
          attempt.outcome() instanceof Outcome.NotProven begun ? goOn(plan, begun) : planAgain();
    }
    return attempt.outcome();
  }

  /** Runs beside other targets: a bug of this one is its failure, and not that of the run. */
  Outcome contained(Observation seen) throws IOException {
    try {
      return from(seen);
    } catch (RuntimeException e) {
      String bug = "this is a bug of the target: " + e;
      return begun
          ? blind(Plan.between(seen, wanted), "something may have been changed: " + bug)
          : new Outcome.Unavailable(prepared, name, TargetException.Kind.UNAVAILABLE, bug, "");
    }
  }

  /**
   * The end of an attempt.
   *
   * @param disturbed whether another program was as quick, so that another attempt may do better
   */
  private record Attempt(Outcome outcome, boolean disturbed) {
    /**
     * Returns the attempt, disturbed if it failed: it may be that what was not read is not what was
     * believed.
     */
    Attempt believing(Observation seen) {
      boolean failed = !(outcome instanceof Outcome.Proven) && !(outcome instanceof Outcome.Handed);
      return new Attempt(outcome, disturbed || (failed && seen.proof() != Proof.EXACT));
    }
  }

  private Outcome.Proven proven(Plan plan, Observation held) {
    Observation told = Effects.with(target, held, wanted);
    return new Outcome.Proven(prepared, name, plan, generation.number(), told, applied);
  }

  private Attempt attempt(Plan plan) throws IOException {
    notice.before(name);
    begun = true;
    return switch (target.apply(target.compile(plan))) {
      case Applied.Done done -> prove(plan, done.now());
      case Applied.Partial partial -> new Attempt(partial(plan, partial), false);
      case Applied.Handed handed -> new Attempt(handed(plan, handed), false);
      case Applied.Unchanged unchanged ->
          new Attempt(
              new Outcome.Unchanged(prepared, name, plan, unchanged.why()), unchanged.moved());
    };
  }

  private Outcome handed(Plan plan, Applied.Handed handed) {
    return new Outcome.Handed(
        prepared, name, plan, generation.number(), handed.digest(), handed.files(), handed.anew());
  }

  private Attempt planAgain() throws IOException {
    Observation seen = target.observe();
    Plan plan = Plan.between(seen, wanted);
    return plan.isEmpty() ? new Attempt(proven(plan, seen), false) : attempt(plan);
  }

  /** Goes on after an attempt that changed something: no later attempt makes that nothing. */
  private Attempt goOn(Plan first, Outcome.NotProven begun) {
    try {
      Attempt next = planAgain();
      return switch (next.outcome()) {
        case Outcome.Proven proven -> new Attempt(proven(first, proven.held()), false);
        case Outcome.NotProven again -> next;
        case Outcome.Handed handed -> next;
        case Outcome.Unchanged unchanged -> new Attempt(begun, next.disturbed());
        case Outcome.Unavailable unavailable -> new Attempt(begun, false);
        case Outcome.Planned planned -> new Attempt(begun, false);
        case Outcome.Rejected rejected -> new Attempt(begun, false);
        case Outcome.Refused refused -> new Attempt(begun, false);
        case Outcome.Objected objected -> new Attempt(begun, false);
      };
    } catch (IOException e) {
      return new Attempt(begun, false);
    }
  }

  /**
   * Returns how a generation ended. What one target was proven to hold is in force, and the others
   * are brought to it later, as is what a person was asked to bring about; where there is neither,
   * it ended like its targets, and not proven when they ended differently.
   */
  static Generation.Outcome remembered(List<Outcome> outcomes) {
    Set<Generation.Outcome> ends =
        outcomes.stream().map(Application::remembered).collect(Collectors.toSet());
    if (ends.contains(Generation.Outcome.PROVEN)) {
      return Generation.Outcome.PROVEN;
    }
    if (ends.contains(Generation.Outcome.HANDED)) {
      return Generation.Outcome.HANDED;
    }
    return ends.size() == 1 ? ends.iterator().next() : Generation.Outcome.NOT_PROVEN;
  }

  private static Generation.Outcome remembered(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proven proven -> Generation.Outcome.PROVEN;
      case Outcome.NotProven notProven -> Generation.Outcome.NOT_PROVEN;
      case Outcome.Handed handed -> Generation.Outcome.HANDED;
      case Outcome.Unchanged unchanged -> Generation.Outcome.UNCHANGED;
      case Outcome.Unavailable unavailable -> Generation.Outcome.UNCHANGED;
      case Outcome.Rejected rejected -> Generation.Outcome.UNCHANGED;
      case Outcome.Refused refused -> Generation.Outcome.UNCHANGED;
      case Outcome.Objected objected -> Generation.Outcome.UNCHANGED;
      case Outcome.Planned planned -> Generation.Outcome.UNCHANGED;
    };
  }

  /**
   * Returns what is said when the end could not be written down.
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

  /**
   * Proves the end. Where every step was confirmed, and yet something else is there, another
   * program came after.
   */
  private Attempt prove(Plan plan, Observation now) {
    Observation after;
    try {
      after = target.observe(isSmall(plan) ? now : Observation.of(wanted));
    } catch (TargetException e) {
      String why = "everything was carried out, but cannot be observed: " + e.getMessage();
      return new Attempt(blind(plan, why), false);
    }
    Plan rest = Plan.between(after, wanted);
    return rest.isEmpty() && Equivalence.compare(after.owned(), wanted).isEmpty()
        ? new Attempt(proven(plan, after), false)
        : new Attempt(notProven(rest, after, "what is held afterwards is not what is meant"), true);
  }

  private boolean isSmall(Plan plan) {
    int changed = 0;
    for (Change change : plan.changes()) {
      if (!(change instanceof Change.PeersChanged peers)) {
        return false;
      }
      changed += intervals(peers.added()) + intervals(peers.removed());
    }
    return changed <= SMALL_CHANGE && !Proofs.isSmall(wanted);
  }

  private static int intervals(AddressSet set) {
    return set.intervalCount(Family.IP) + set.intervalCount(Family.IP6);
  }

  /**
   * Returns the outcome of a partial change: something was changed, so not even a target that
   * cannot be observed is an exception.
   */
  private Outcome partial(Plan plan, Applied.Partial partial) {
    String done =
        partial.done() == 0 ? "something may have been changed: " : "some steps were carried out: ";
    String begun = done + partial.why();
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
