package org.postern.pipeline.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.Actor;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Request;
import org.postern.pipeline.Surroundings;
import org.postern.pipeline.Targets;
import org.postern.pipeline.ask.Asked;
import org.postern.pipeline.ask.Memories;
import org.postern.pipeline.safe.Safeguards;
import org.postern.plan.Observation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateStore;

/** Settles answers with what the state remembers, and gets ready what guards a change. */
public final class Preparation {
  private final StateStore store;
  private final Targets targets;
  private final Surroundings surroundings;
  private final Actor actor;

  public Preparation(StateStore store, Targets targets, Surroundings surroundings, Actor actor) {
    this.store = store;
    this.targets = targets;
    this.surroundings = surroundings;
    this.actor = actor;
  }

  /** Returns what a policy means now. A state that this user may not read counts as empty. */
  public Prepared toShow(Asked asked, Request request) throws IOException {
    List<String> notes = new ArrayList<>();
    RunState memory = Memories.readIfAllowed(store, notes);
    Orders orders = Recall.orders(store, notes).at(actor.now());
    notes.addAll(OrderNotes.of(orders));
    return settled(asked, memory, orders, request, notes);
  }

  /** Returns what a policy means once it is applied, which ends the orders that an apply ends. */
  public Prepared toApply(Asked asked, List<String> names, Request request) throws IOException {
    List<String> notes = new ArrayList<>();
    RunState memory = Recall.memory(store, notes);
    Orders orders = Recall.orders(store, notes).at(actor.now());
    notes.addAll(OrderNotes.of(orders));
    if (!isUsed(names, memory)) {
      targets.choice(asked.policy(), request).ifPresent(notes::add);
    }
    return settled(asked, memory, orders, request, notes);
  }

  /**
   * Returns the safeguards of an apply that have asked what needs the network already, so that
   * nothing is asked while the state is locked; empty where nothing needs it.
   */
  public Optional<Safeguards> askedAhead(Asked asked, List<String> names, Request request)
      throws IOException {
    if (asked.policy().protects().domains().isEmpty()) {
      return Optional.empty();
    }
    List<String> notes = new ArrayList<>();
    RunState memory = Memories.readIfAllowed(store, notes);
    Prepared prepared = settled(asked, memory, Recall.orders(store, notes), request, notes);
    Safeguards safeguards = safeguards(prepared, request);
    EachTarget<Observation> seen =
        EachTarget.of(names, name -> targets.bound(name, prepared.policy()).observe());
    for (Map.Entry<String, Observation> one : seen.done().entrySet()) {
      safeguards.askAhead(prepared, one.getKey(), one.getValue());
    }
    return Optional.of(safeguards);
  }

  /** Returns the safeguards of one run. */
  public Safeguards safeguards(Prepared prepared, Request request) {
    return new Safeguards(
        targets,
        surroundings,
        prepared.policy(),
        request.consent(),
        prepared.memory(),
        actor.now());
  }

  private Prepared settled(
      Asked asked, RunState memory, Orders orders, Request request, List<String> notes) {
    return asked.settle(actor.now(), memory, orders.applied(), request, notes);
  }

  /** Tells whether what is in force has the same targets, so that nothing is to be said of them. */
  private boolean isUsed(List<String> names, RunState memory) throws IOException {
    return Recall.inForce(store, memory, new ArrayList<>())
        .filter(one -> one.targetNames().equals(names))
        .isPresent();
  }
}
