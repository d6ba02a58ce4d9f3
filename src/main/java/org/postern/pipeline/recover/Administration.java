package org.postern.pipeline.recover;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.pipeline.Actor;
import org.postern.pipeline.Openings;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Targets;
import org.postern.pipeline.run.EachTarget;
import org.postern.pipeline.run.Enforcement;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.Marks;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateException;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.TargetKind;

/**
 * Carries out the orders of an administrator beside a policy. {@code open} and {@code remove} are
 * for the worst hour: they look at the targets alone, and need neither a source nor a sound state.
 */
public final class Administration {
  private final StateStore store;
  private final Targets targets;
  private final Actor actor;
  private final Enforcement enforcement;
  private final Restoration restoration;

  public Administration(
      StateStore store,
      Targets targets,
      Actor actor,
      Enforcement enforcement,
      Restoration restoration) {
    this.store = store;
    this.targets = targets;
    this.actor = actor;
    this.enforcement = enforcement;
    this.restoration = restoration;
  }

  /**
   * The result of an order.
   *
   * @param outcomes the outcomes, one for each target
   * @param notes the facts that the user should know
   * @param durable whether it is written down, so that a restart knows of it
   */
  public record Ordered(List<Outcome> outcomes, List<String> notes, boolean durable) {
    public Ordered {
      outcomes = List.copyOf(outcomes);
      notes = List.copyOf(notes);
    }
  }

  /** Confirms the generation in force; empty when nothing waits for that, or no more. */
  public Optional<Generation> confirm(String why) throws IOException {
    try (StateLock lock = store.lock()) {
      Recall recall = restoration.recall();
      Optional<Generation> waiting =
          recall.generation().filter(one -> one.confirmation().isPresent());
      if (waiting.isEmpty() || recall.unconfirmed().isPresent()) {
        return Optional.empty();
      }
      Generation confirmed = waiting.get().settled(waiting.get().outcome());
      store.write(lock, confirmed, recall.memory().generation());
      store.write(lock, recall.memory().withGeneration(confirmed));
      audit(lock, "confirmed generation " + confirmed.number(), why, confirmed.digest());
      return Optional.of(confirmed);
    }
  }

  /**
   * The rules that refuse peers, as the targets hold them now.
   *
   * @param rules the names of the rules
   * @param closedByUs the rules of targets that do not close by themselves, by the name of the
   *     target
   */
  public record Refusing(Set<String> rules, Map<String, Set<String>> closedByUs) {
    /**
     * Returns the targets on which something of ours has to close that rule again.
     *
     * @param rule the name of the rule; empty for all
     */
    public List<String> closedByUs(String rule) {
      return closedByUs.entrySet().stream()
          .filter(one -> rule.isEmpty() ? !one.getValue().isEmpty() : one.getValue().contains(rule))
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  /** Returns the rules that refuse peers, as the targets hold them now. */
  public Refusing refusing() throws IOException {
    List<Generation.TargetUse> all = targets();
    EachTarget<Observation> seen =
        EachTarget.of(names(all), name -> targets.used(all, name).observe());
    Set<String> rules = new LinkedHashSet<>();
    Map<String, Set<String>> closedByUs = new LinkedHashMap<>();
    for (Map.Entry<String, Observation> one : seen.required().done().entrySet()) {
      Set<String> names = new LinkedHashSet<>();
      one.getValue().owned().rules().stream()
          .filter(Openings::refuses)
          .map(AccessRule::name)
          .forEach(names::add);
      rules.addAll(names);
      if (targets.used(all, one.getKey()).capabilities().isClosedByUs()) {
        closedByUs.put(one.getKey(), names);
      }
    }
    return new Refusing(rules, closedByUs);
  }

  /**
   * Has rules refuse no peer for a while.
   *
   * @param rule the name of the rule; empty for all
   * @param written whether it is done only if it can be written down, because what closes it goes
   *     by that
   */
  public Ordered open(String rule, Instant until, String why, boolean written) throws IOException {
    Orders.Opening opening = new Orders.Opening(rule, until, actor.given(why));
    String what = "opened " + (rule.isEmpty() ? "all rules" : "rule " + rule) + " until " + until;
    return order(orders -> orders.with(opening), what, why, written);
  }

  /** Brings targets that do not close by themselves to what stands of the orders. */
  List<Outcome> close(Orders standing, Optional<StateLock> lock) throws IOException {
    List<Generation.TargetUse> some = targets().stream().filter(this::isClosedByUs).toList();
    return some.isEmpty() ? List.of() : carryOut(some, standing, lock);
  }

  /** Tells whether a target in use does not close by itself; no target is looked at. */
  boolean hasToClose() {
    return restoration.used().stream().anyMatch(this::isClosedByUs);
  }

  private boolean isClosedByUs(Generation.TargetUse use) {
    return targets.kind(use.kind()).filter(kind -> kind.capabilities().isClosedByUs()).isPresent();
  }

  /** Takes everything of ours out of every target. */
  public Ordered remove(String why) throws IOException {
    Orders.Removal removal = new Orders.Removal(actor.given(why));
    return order(orders -> orders.with(removal), "removed everything", why, false);
  }

  /** Has nothing changed from now on, not even repaired. */
  public void pause(Optional<Duration> life, String why) throws IOException {
    try (StateLock lock = store.lock()) {
      Orders orders = Recall.orders(store, new ArrayList<>());
      Optional<Instant> until = life.map(actor.now()::plus);
      store.write(lock, orders.with(new Orders.Pause(until, actor.given(why))));
      audit(lock, "paused" + until.map(end -> " until " + end).orElse(""), why, "");
    }
  }

  /** Ends pin, pause and openings; the sources are followed again, from what was pinned. */
  public Restoration.Restored resume(String why) throws IOException {
    try (StateLock lock = store.lock()) {
      Recall recall = restoration.recall();
      if (recall.orders().pin().isPresent() && recall.generation().isPresent()) {
        RunState memory = recall.memory();
        store.write(lock, memory.withGeneration(recall.generation().get()));
      }
      store.write(lock, recall.orders().resumed());
      audit(lock, "resumed", why, "");
    }
    return restoration.restore();
  }

  private interface Change {
    Orders of(Orders orders);
  }

  /**
   * Gives an order. A disk that cannot be written is no reason to leave a gate shut, or rules in
   * the way.
   */
  private Ordered order(Change change, String what, String why, boolean written)
      throws IOException {
    List<String> notes = new ArrayList<>();
    try (StateLock lock = store.lock()) {
      Orders orders = change.of(Recall.orders(store, notes).at(actor.now()));
      List<Generation.TargetUse> all = targets();
      if (all.stream().anyMatch(this::isClosedByUs)) {
        store.marks().set(lock, Marks.Mark.OPENING, !orders.openings().isEmpty());
      }
      store.write(lock, orders);
      audit(lock, what, why, "");
      notes.addAll(notHere());
      return new Ordered(carryOut(all, orders, Optional.of(lock)), notes, true);
    } catch (IOException e) {
      if (written) {
        throw e;
      }
      notes.add(unwritten(e) + "; a restart will not know of this order");
      Orders orders = change.of(standing());
      store.holdUnwritten(orders);
      return new Ordered(carryOut(targets(), orders, Optional.empty()), notes, false);
    }
  }

  /**
   * Returns why an order is not written. A process that holds the state for long, such as a stopped
   * one, is no reason to leave a gate shut either.
   */
  private static String unwritten(IOException e) throws IOException {
    boolean held = e instanceof StateException s && s.kind() == StateException.Kind.LOCKED;
    return held ? String.valueOf(e.getMessage()) : Restoration.tolerable(e);
  }

  private Orders standing() {
    try {
      return Recall.orders(store, new ArrayList<>()).at(actor.now());
    } catch (IOException e) {
      return Orders.none();
    }
  }

  private List<Outcome> carryOut(
      List<Generation.TargetUse> all, Orders orders, Optional<StateLock> lock) throws IOException {
    EachTarget<Outcome> each = EachTarget.of(names(all), name -> carryOut(all, name, orders, lock));
    return EachTarget.outcomes(each, prepared(actor.unwritten(all), Ruleset.empty(), orders));
  }

  /**
   * Carries out orders on one target. That all are targets of the order tells how long one may keep
   * the others waiting.
   */
  private Outcome carryOut(
      List<Generation.TargetUse> all, String name, Orders orders, Optional<StateLock> lock)
      throws IOException {
    Target target = targets.used(all, name);
    Ruleset meant =
        orders.removal().isPresent()
            ? Ruleset.empty()
            : Openings.applied(target.observe().owned(), Orders.none());
    Generation held = actor.unwritten(all);
    return enforcement
        .hold(
            List.of(name),
            prepared(held, meant, orders),
            held,
            Optional.empty(),
            changed -> {
              if (lock.isPresent()) {
                store.forgetProof(lock.get(), changed);
              }
            })
        .getFirst();
  }

  private static Prepared prepared(Generation held, Ruleset meant, Orders orders) {
    Contents contents = new Contents(List.of(), Optional.empty(), meant);
    return Prepared.of(held, contents, RunState.empty(), orders);
  }

  private static List<String> names(List<Generation.TargetUse> uses) {
    return uses.stream().map(Generation.TargetUse::name).toList();
  }

  /** Returns the target as the generation in force used it, if that can be read. */
  private Generation.TargetUse asInForce(Generation.TargetUse use) {
    try {
      return restoration.recall().generation().stream()
          .flatMap(generation -> generation.targets().stream())
          .filter(one -> one.name().equals(use.name()) && one.kind().equals(use.kind()))
          .findFirst()
          .orElse(use.withOptions(Map.of()));
    } catch (IOException e) {
      return use.withOptions(Map.of());
    }
  }

  /**
   * Returns the targets that are in use by the state, be they on this host or not, and those that
   * hold something of ours all the same; others that cannot be looked at hold nothing as far as is
   * known.
   */
  private List<Generation.TargetUse> targets() throws IOException {
    List<Generation.TargetUse> host = targets.ofHost();
    List<Generation.TargetUse> used = new ArrayList<>(restoration.used());
    if (used.isEmpty() && host.size() > 1) {
      used.add(targets.chosen());
    }
    Map<String, Generation.TargetUse> found = new LinkedHashMap<>();
    for (Generation.TargetUse one : host) {
      boolean isUsed = used.stream().anyMatch(use -> use.kind().equals(one.kind()));
      if (!isUsed && (host.size() == 1 || holdsSomething(targets.used(one, host.size())))) {
        found.put(one.name(), asInForce(one));
      }
    }
    used.stream().filter(this::isHere).forEach(use -> found.put(use.name(), asInForce(use)));
    return List.copyOf(found.values());
  }

  /**
   * Tells whether a system can be on this host: one that can only be on another holds nothing that
   * could be reached from here.
   */
  private boolean isHere(Generation.TargetUse use) {
    return targets.kind(use.kind()).map(TargetKind::isReachable).orElse(true);
  }

  private List<String> notHere() throws IOException {
    return restoration.used().stream()
        .filter(use -> !isHere(use))
        .map(
            use ->
                "%s is on another host: what was carried there stays until it is taken out there"
                    .formatted(use.name()))
        .toList();
  }

  private static boolean holdsSomething(Target target) {
    try {
      Observation seen = target.observe();
      return !seen.owned().rules().isEmpty() || !seen.anomalies().isEmpty();
    } catch (TargetException e) {
      return false;
    }
  }

  private void audit(StateLock lock, String what, String why, String digest) throws IOException {
    store.audit().append(lock, actor.entry(what, why, digest));
  }
}
