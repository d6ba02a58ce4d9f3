package org.postern.pipeline.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Actor;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Occasion;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.PolicyFiles;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Targets;
import org.postern.plan.Observation;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.Marks;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateException;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.TargetException;

/**
 * Brings the targets back to a generation that was in force, from what is on disk alone. Boot, the
 * repair of drift, rollback and the end of a trial that was not confirmed all go this way.
 */
public final class Restoration {
  private final PolicyFiles files;
  private final StateStore store;
  private final Targets targets;
  private final Actor actor;
  private final Enforcement enforcement;

  public Restoration(
      PolicyFiles files, StateStore store, Targets targets, Actor actor, Enforcement enforcement) {
    this.files = files;
    this.store = store;
    this.targets = targets;
    this.actor = actor;
    this.enforcement = enforcement;
  }

  /** Returns what tells how targets differ from what is to be in force. */
  public Drift drift() {
    return new Drift(targets);
  }

  /**
   * The result of a restoration.
   *
   * @param recall the state that was found on disk
   * @param outcomes the outcomes, one for each target; none when nothing was ever in force
   * @param notes the facts that the user should know
   */
  public record Restored(Recall recall, List<Outcome> outcomes, List<String> notes) {
    public Restored {
      outcomes = List.copyOf(outcomes);
      notes = List.copyOf(notes);
    }
  }

  /** Returns what is to be in force now. */
  public Recall recall() throws IOException {
    return Recall.of(store, actor.now(), actor.boot().get());
  }

  /**
   * Brings back what is to be in force. A state that cannot be written does not keep rules from
   * being restored.
   */
  public Restored restore() throws IOException {
    return restore(false);
  }

  /**
   * Brings back what is to be in force.
   *
   * @param boot whether this host starts: then systems on other hosts are left as they are
   */
  public Restored restore(boolean boot) throws IOException {
    List<String> notes = new ArrayList<>();
    Optional<StateLock> lock = lockIfPossible(notes);
    try {
      Recall recall = recall();
      notes.addAll(recall.notes());
      if (recall.unconfirmed().isPresent() && lock.isPresent()) {
        try {
          List<Outcome> outcomes =
              giveBack(lock.get(), recall, "generation %d was not confirmed in time");
          return new Restored(recall, outcomes, notes);
        } catch (IOException e) {
          notes.add(tolerable(e));
        }
      }
      return new Restored(recall, hold(recall, lock, boot), notes);
    } finally {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }

  /** Takes back what was to be confirmed in time, if there is such a thing. */
  public Optional<Restored> takeBackUnconfirmed() throws IOException {
    try (StateLock lock = store.lock()) {
      Recall recall = recall();
      return recall.unconfirmed().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Restored(
                  recall,
                  giveBack(lock, recall, "generation %d was not confirmed in time"),
                  recall.notes()));
    }
  }

  /** Ends the time of a change on trial now, whatever the clock on the wall says. */
  public void endTrial() throws IOException {
    try (StateLock lock = store.lock()) {
      Instant now = actor.now();
      Recall recall = recall();
      Optional<Generation> trial =
          recall.generation().filter(one -> one.confirmation().isPresent());
      if (trial.isPresent()) {
        Instant until = trial.get().confirmation().orElseThrow().until();
        Generation ended = trial.get().shifted(Duration.between(until, now));
        store.write(lock, ended, recall.memory().generation());
      }
    }
  }

  /** Forgets the trial: no change is on trial any more, and no unit waits for its end. */
  public void forgetTrial() throws IOException {
    try (StateLock lock = store.lock()) {
      if (recall().generation().flatMap(Generation::confirmation).isEmpty()) {
        store.marks().set(lock, Marks.Mark.TRIAL, false);
      }
    }
  }

  /** Returns what is to be in force; nothing is changed. */
  public InForce inForce() throws IOException {
    Recall recall = recall();
    return new InForce(recall, generation(recall).map(one -> prepared(one, recall)));
  }

  /**
   * Returns the policy of what is in force, to be followed; empty when there is none.
   *
   * @param report receives what is wrong with a policy that was accepted by another version of ours
   */
  public Optional<Accepted> accepted(InForce inForce, Report report) {
    return inForce.recall().orders().removal().isPresent()
        ? Optional.empty()
        : inForce
            .recall()
            .generation()
            .flatMap(one -> Accepted.of(one, inForce.recall().contents(), files, report));
  }

  /** Forgets orders whose time is over. */
  public void forgetEndedOrders() throws IOException {
    try (StateLock lock = store.lock()) {
      Orders orders = Recall.orders(store, new ArrayList<>());
      store.write(lock, orders.at(actor.now()));
    }
  }

  /**
   * Repairs a target that differs. A state that cannot be written does not keep it from that.
   *
   * @return empty when something else is to be in force by now: a caller that waited for another
   *     process to write the state must not undo what that did
   */
  public Optional<Outcome> repair(InForce inForce, String target, Observation last)
      throws IOException {
    Optional<StateLock> lock = lockIfPossible(new ArrayList<>());
    try {
      Recall now = recall();
      if (now.isKnown() && !now.isSame(inForce.recall())) {
        return Optional.empty();
      }
      Generation generation = generation(inForce.recall()).orElseThrow();
      Prepared prepared = inForce.prepared().orElseThrow();
      Outcome outcome =
          enforcement
              .hold(
                  List.of(target),
                  prepared,
                  generation,
                  Optional.of(last),
                  name -> forgetProof(lock, name))
              .getFirst();
      lock.ifPresent(
          held -> enforcement.ledger(held, prepared).keepProofs(generation, List.of(outcome)));
      return Optional.of(outcome);
    } finally {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }

  /** Brings an older generation back and pins it. */
  public List<Outcome> rollback(Generation to, String why) throws IOException {
    try (StateLock lock = store.lock()) {
      Contents contents = store.contents(to, _ -> {});
      return giveBack(lock, to, contents, recall(), why);
    }
  }

  private List<Outcome> giveBack(StateLock lock, Recall recall, String why) throws IOException {
    Generation unconfirmed = recall.unconfirmed().orElseThrow();
    int inForce = recall.memory().generation();
    store.write(lock, unconfirmed.ended(Generation.Outcome.EXPIRED), inForce);
    Generation before = recall.generation().orElseGet(this::nothing);
    return giveBack(lock, before, recall.contents(), recall, why.formatted(unconfirmed.number()));
  }

  private List<Outcome> giveBack(
      StateLock lock, Generation to, Contents contents, Recall recall, String why)
      throws IOException {
    Prepared prepared =
        Prepared.of(to, contents, remembering(to, recall.memory()), recall.orders().following());
    Ledger ledger = enforcement.ledger(lock, prepared);
    List<String> names = to.targetNames();
    Generation opened = ledger.open(names, Occasion.returned(why));
    Orders.Given given = actor.given(why);
    store.write(lock, recall.orders().with(new Orders.Pin(opened.number(), given)));
    ledger.audit(
        "returned to generation %d as %d".formatted(to.number(), opened.number()),
        why,
        opened.digest());
    return enforcement.bring(prepared, names, opened, ledger);
  }

  private List<Outcome> hold(Recall recall, Optional<StateLock> lock, boolean boot)
      throws IOException {
    Optional<Generation> found = generation(recall);
    if (found.isEmpty()) {
      return List.of();
    }
    Generation generation = found.get();
    Prepared prepared = prepared(generation, recall);
    List<Outcome> outcomes =
        enforcement.hold(
            boot ? targets.atBoot(generation) : generation.targetNames(),
            prepared,
            generation,
            Optional.empty(),
            target -> forgetProof(lock, target));
    lock.ifPresent(held -> enforcement.ledger(held, prepared).keepProofs(generation, outcomes));
    return outcomes;
  }

  /**
   * Returns the generation that is to be in force; after everything was taken out, that is one of
   * nothing.
   */
  private Optional<Generation> generation(Recall recall) {
    return recall.orders().removal().isPresent() ? Optional.of(nothing()) : recall.generation();
  }

  private void forgetProof(Optional<StateLock> lock, String target) throws IOException {
    if (lock.isPresent()) {
      store.forgetProof(lock.get(), target);
    }
  }

  private Optional<StateLock> lockIfPossible(List<String> notes) throws IOException {
    try {
      return Optional.of(store.lock());
    } catch (IOException e) {
      notes.add(tolerable(e));
      return Optional.empty();
    }
  }

  /**
   * Returns what is said when the state cannot be written and all else goes on.
   *
   * @throws IOException the same, when it is about something else, or when another process is
   *     writing
   */
  public static String tolerable(IOException e) throws IOException {
    boolean waits = e instanceof StateException s && s.kind() == StateException.Kind.LOCKED;
    if (waits || e instanceof TargetException) {
      throw e;
    }
    boolean says = e instanceof StateException s && s.kind() == StateException.Kind.UNWRITABLE;
    return (says ? "" : "the state cannot be written: ")
        + e.getMessage()
        + "; nothing is written down";
  }

  /** Returns the targets of the newest generation that can be read; none without a state. */
  public List<Generation.TargetUse> used() {
    try {
      for (int number : store.numbers().reversed()) {
        Optional<Generation> found = Recall.sound(store, number, new ArrayList<>());
        if (found.isPresent()) {
          return found.get().targets();
        }
      }
      return List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Returns a generation as if a policy without rules had been applied everywhere. */
  private Generation nothing() {
    List<Generation.TargetUse> used = used();
    List<Generation.TargetUse> uses = used.isEmpty() ? targets.ofHost() : used;
    return actor.unwritten(uses);
  }

  /**
   * Returns the memory with the answers that a generation came from, where what it was is to be
   * what is.
   */
  private RunState remembering(Generation generation, RunState memory) throws IOException {
    return remembering(store, generation, memory);
  }

  /** Returns the memory with the answers that a generation came from. */
  public static RunState remembering(StateStore store, Generation generation, RunState memory)
      throws IOException {
    return memory.withGuards(memory.guards().withLastGood(store.answers(generation)));
  }

  private static Prepared prepared(Generation generation, Recall recall) {
    Contents contents = generation.number() == 0 ? Contents.none() : recall.contents();
    return Prepared.of(generation, contents, recall.memory(), recall.orders());
  }
}
