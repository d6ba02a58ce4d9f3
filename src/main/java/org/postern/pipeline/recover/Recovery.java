package org.postern.pipeline.recover;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.Openings;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Targets;
import org.postern.pipeline.run.EachTarget;
import org.postern.pipeline.run.Enforcement;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/**
 * Begins after a run that may have ended anywhere: puts something sound in the place of what is
 * damaged, goes on with a change that was begun, and brings back what is to be in force.
 */
public final class Recovery {
  private final StateStore store;
  private final Targets targets;
  private final InstantSource clock;
  private final Enforcement enforcement;
  private final Restoration restoration;

  public Recovery(
      StateStore store,
      Targets targets,
      InstantSource clock,
      Enforcement enforcement,
      Restoration restoration) {
    this.store = store;
    this.targets = targets;
    this.clock = clock;
    this.enforcement = enforcement;
    this.restoration = restoration;
  }

  /**
   * Recovers. A state that cannot be written does not keep rules from being brought back; while
   * paused they are left as they are.
   */
  public Restoration.Restored recover() throws IOException {
    List<String> notes = new ArrayList<>();
    boolean paused = restoration.recall().orders().pause().isPresent();
    try {
      notes.addAll(mend());
      if (!paused) {
        goOn();
      }
    } catch (IOException e) {
      notes.add(Restoration.tolerable(e));
    }
    Restoration.Restored restored =
        paused
            ? new Restoration.Restored(restoration.recall(), List.of(), List.of())
            : restoration.restore();
    notes.addAll(restored.notes());
    return new Restoration.Restored(
        restored.recall(), restored.outcomes(), notes.stream().distinct().toList());
  }

  /**
   * Writes replacements for damaged parts of the state, so that all goes on from there, without
   * anything from a time that has not come.
   *
   * @return the damage that was found, in words
   */
  public List<String> mend() throws IOException {
    try (StateLock lock = store.lock()) {
      Recall recall = restoration.recall();
      Instant now = clock.instant();
      RunState memory = recall.memory().notAfter(now);
      Orders orders = recall.orders().notAfter(now);
      boolean damaged = !recall.notes().isEmpty();
      if (recall.standing() == Recall.Standing.REBUILT && recall.generation().isPresent()) {
        store.write(lock, recall.generation().get(), memory.generation());
      }
      if (damaged || !orders.equals(recall.orders())) {
        store.write(lock, pinned(orders, recall.generation()));
      }
      if ((damaged && !recall.isLost()) || !memory.equals(recall.memory())) {
        store.write(lock, standingIn(memory, recall).withGeneration(generation(recall)));
      }
      if (damaged) {
        store.sweep(lock);
      }
      return recall.notes();
    }
  }

  private static RunState standingIn(RunState memory, Recall recall) {
    return recall.standing() == Recall.Standing.REPLACED
        ? memory.withFindings(
            memory.findings().withReplaced(Optional.of(String.join("; ", recall.notes()))))
        : memory;
  }

  /** Returns the orders in which the generation that stands in for a pinned one is pinned. */
  private static Orders pinned(Orders orders, Optional<Generation> inForce) {
    return orders.pin().isPresent() && inForce.isPresent()
        ? orders.with(new Orders.Pin(inForce.get().number(), orders.pin().get().given()))
        : orders;
  }

  private static int generation(Recall recall) {
    return recall.unconfirmed().isEmpty() && recall.orders().pin().isEmpty()
        ? recall.generation().map(Generation::number).orElse(0)
        : recall.memory().generation();
  }

  /**
   * Continues a change of which targets hold some already: it would be taken back otherwise, and
   * with it those whom it let in. One that has changed nothing came to nothing.
   */
  private void goOn() throws IOException {
    try (StateLock lock = store.lock()) {
      Recall recall = restoration.recall();
      Optional<Generation> begun = begun(recall.memory().generation());
      if (begun.isPresent() && isCarriedOut(begun.get(), recall)) {
        goOn(lock, begun.get(), recall);
      } else if (begun.isPresent()) {
        Generation ended = begun.get().ended(Generation.Outcome.UNCHANGED);
        store.write(lock, ended, recall.memory().generation());
      }
    }
  }

  private void goOn(StateLock lock, Generation begun, Recall recall) throws IOException {
    boolean applied = begun.kind() == Generation.Kind.APPLIED;
    Orders orders = applied ? recall.orders().applied() : recall.orders();
    if (applied) {
      store.write(lock, orders);
    }
    RunState memory = Restoration.remembering(store, begun, recall.memory());
    Contents contents = store.contents(begun, _ -> {});
    Prepared prepared = Prepared.of(begun, contents, memory, orders);
    enforcement.bring(prepared, begun.targetNames(), begun, enforcement.ledger(lock, prepared));
  }

  /** Returns the newest generation, if it was written and not completed. */
  private Optional<Generation> begun(int inForce) throws IOException {
    List<Integer> numbers = store.numbers();
    return numbers.isEmpty() || numbers.getLast() <= inForce
        ? Optional.empty()
        : Recall.sound(store, numbers.getLast(), new ArrayList<>())
            .filter(one -> one.outcome() == Generation.Outcome.PENDING);
  }

  /**
   * Tells whether a change was carried out: what is pinned counts; of anything else, what the
   * targets hold tells how far it came.
   */
  private boolean isCarriedOut(Generation begun, Recall recall) throws IOException {
    if (begun.kind() == Generation.Kind.RETURNED) {
      return recall.orders().pin().filter(pin -> pin.generation() == begun.number()).isPresent();
    }
    Ruleset before =
        Recall.inForce(store, recall.memory(), new ArrayList<>()).isPresent()
            ? recall.contents().ruleset()
            : Ruleset.empty();
    List<Generation.TargetUse> uses = begun.targets();
    EachTarget<Observation> seen =
        EachTarget.of(begun.targetNames(), name -> targets.used(uses, name).observe());
    for (Observation one : seen.required().done().values()) {
      Ruleset held = Openings.applied(one.owned(), Orders.none());
      if (!held.rules().isEmpty() && !held.equals(before)) {
        return true;
      }
    }
    return false;
  }
}
