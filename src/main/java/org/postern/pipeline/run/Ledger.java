package org.postern.pipeline.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.pipeline.Actor;
import org.postern.pipeline.Occasion;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Targets;
import org.postern.pipeline.ask.SourceFindings;
import org.postern.plan.Ruleset;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.TargetBinding;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.Marks;
import org.postern.state.MxWatch;
import org.postern.state.Orders;
import org.postern.state.PastFilter;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.TargetException;

/**
 * Writes down what is about to happen and what came of it. Everything a restart needs is on disk
 * before a target is touched.
 */
public final class Ledger {
  /** The number of approvals that are kept: for the audit, not for ever. */
  private static final int KEPT_APPROVALS = 200;

  private final StateStore store;
  private final Targets targets;
  private final Actor actor;
  private final StateLock lock;
  private final Prepared prepared;
  private List<PastFilter> pastFilter;
  private List<MxWatch> watched;
  private Optional<Occasion> occasion = Optional.empty();
  private Optional<Generation> opened = Optional.empty();
  private Optional<Contents> before = Optional.empty();
  private List<String> beforeOn = List.of();

  /**
   * Creates the ledger of one run.
   *
   * @param lock the proof that no other process writes meanwhile
   */
  Ledger(StateStore store, Targets targets, Actor actor, StateLock lock, Prepared prepared) {
    this.store = store;
    this.targets = targets;
    this.actor = actor;
    this.lock = lock;
    this.prepared = prepared;
    this.pastFilter = prepared.memory().pastFilter();
    this.watched = prepared.memory().watched();
  }

  /** Takes what is to be remembered of ways past the filter, and since when they are looked for. */
  void mail(List<PastFilter> seen, List<MxWatch> looked) {
    pastFilter = seen;
    watched = looked;
  }

  /** Remembers the answers and what is held, and opens a generation unless it is the last one. */
  Generation open(List<String> targets, Occasion given) throws IOException {
    occasion = Optional.of(given);
    Optional<Generation> inForce = inForce();
    RunState memory = memory();
    RunState now =
        inForce.isEmpty() || memory.outline(inForce.get().number()).isPresent()
            ? memory
            : memory.withGeneration(inForce.get());
    before = proven(store, inForce);
    beforeOn = inForce.map(Generation::targetNames).orElse(List.of());
    if (inForce.isPresent()
        && inForce.get().targetNames().containsAll(targets)
        && isThat(inForce.get(), before, prepared, given)) {
      store.write(lock, now);
      opened = inForce;
      return inForce.get();
    }
    Contents contents = prepared.contents();
    Instant at = actor.now();
    Generation next =
        new Generation(
            next(),
            given.kind(),
            at,
            inForce.filter(one -> isRefreshed(given)).map(Generation::accepted).orElse(at),
            actor.who(),
            given.why(),
            "",
            uses(targets, inForce),
            contents.texts().isEmpty() ? "" : contents.texts().getFirst().name(),
            Optional.empty(),
            Generation.Outcome.PENDING,
            confirmation(given, inForce, at));
    if (next.confirmation().isPresent()) {
      store.marks().set(lock, Marks.Mark.TRIAL, true);
    }
    markOpening(targets);
    return store.open(lock, now, next, contents, now.guards().lastGood());
  }

  /** Marks that openings stand: what stands open is applied to targets that came later, too. */
  private void markOpening(List<String> targets) throws IOException {
    if (prepared.orders().openings().isEmpty()) {
      return;
    }
    for (String target : targets) {
      if (this.targets.bound(target, prepared.policy()).capabilities().isClosedByUs()) {
        store.marks().set(lock, Marks.Mark.OPENING, true);
      }
    }
  }

  /**
   * Returns the targets in use: those of the generation in force that a run leaves out and its
   * policy names stay so, and what boots, and what a daemon follows, has them too.
   */
  private List<Generation.TargetUse> uses(List<String> targets, Optional<Generation> inForce)
      throws TargetException {
    List<Generation.TargetUse> uses = new ArrayList<>();
    for (String target : targets) {
      uses.add(this.targets.use(target, prepared.policy()));
    }
    uses.addAll(staying(targets, inForce));
    return uses;
  }

  private List<Generation.TargetUse> staying(List<String> targets, Optional<Generation> inForce)
      throws TargetException {
    List<Generation.TargetUse> staying = new ArrayList<>();
    for (Generation.TargetUse use : inForce.map(Generation::targets).orElse(List.of())) {
      boolean isNamed = false;
      for (TargetBinding one : prepared.policy().targets()) {
        TargetBinding binding = this.targets.binding(one.name(), prepared.policy());
        isNamed |=
            this.targets.areSame(use.kind(), use.name(), binding)
                && !targets.contains(binding.name());
      }
      if (isNamed) {
        staying.add(this.targets.use(use.name(), prepared.policy()));
      }
    }
    return staying;
  }

  /** Returns the targets that a run leaves out and that stay in use, in words. */
  List<String> left(List<String> targets) throws IOException {
    List<Generation.TargetUse> staying = staying(targets, inForce());
    return staying.isEmpty()
        ? List.of()
        : List.of(
            "not changed: %s; the daemon, restore and the next apply bring it to this policy too"
                .formatted(
                    staying.stream()
                        .map(Generation.TargetUse::name)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * Returns the confirmation that a generation waits for: what sources say within a trial is on
   * trial like the rest.
   */
  private Optional<Generation.Confirmation> confirmation(
      Occasion occasion, Optional<Generation> inForce, Instant now) {
    return switch (occasion.kind()) {
      case REFRESHED -> inForce.flatMap(Generation::confirmation);
      case APPLIED, RETURNED ->
          occasion
              .trial()
              .map(
                  trial ->
                      new Generation.Confirmation(
                          now.plus(trial), actor.boot().get(), confirmed(inForce)));
    };
  }

  /** Tells whether what was prepared is what those contents say already. */
  public boolean isInForce(Contents inForce) {
    return inForce.equals(prepared.contents());
  }

  /** Tells whether only answers have changed, and no policy was accepted. */
  private static boolean isRefreshed(Occasion occasion) {
    return occasion.kind() == Generation.Kind.REFRESHED;
  }

  /**
   * Tells whether an apply would open no generation, because what was prepared is in force.
   *
   * @param targets the targets of that apply
   */
  public static boolean isInForce(
      StateStore store,
      Optional<Generation> inForce,
      Prepared prepared,
      List<String> targets,
      Occasion occasion)
      throws IOException {
    return inForce.isPresent()
        && inForce.get().targetNames().containsAll(targets)
        && isThat(inForce.get(), proven(store, inForce), prepared, occasion);
  }

  /**
   * Tells whether a generation is the one prepared: applied once more it is the same; but what
   * waits is confirmed by that.
   */
  private static boolean isThat(
      Generation inForce, Optional<Contents> proven, Prepared prepared, Occasion occasion) {
    return (inForce.confirmation().isEmpty() || occasion.kind() != Generation.Kind.APPLIED)
        && proven.filter(prepared.contents()::equals).isPresent();
  }

  /** Returns the contents of a generation that is proven and can be read. */
  private static Optional<Contents> proven(StateStore store, Optional<Generation> inForce)
      throws IOException {
    return inForce.isPresent() && inForce.get().outcome().isInForce()
        ? Recall.contents(store, inForce.get(), new ArrayList<>())
        : Optional.empty();
  }

  /** Returns what was applied to a target and proven before this run, as far as that is known. */
  Optional<Ruleset> applied(String target) {
    return before.filter(_ -> beforeOn.contains(target)).map(Contents::ruleset);
  }

  /**
   * Returns what comes back when no confirmation comes: never something that itself still waits.
   */
  private static int confirmed(Optional<Generation> inForce) {
    return inForce
        .map(one -> one.confirmation().map(Generation.Confirmation::before).orElse(one.number()))
        .orElse(0);
  }

  /**
   * Writes how it ended; what is in force changes only with a proof. Orders that end with an apply
   * end before: should all end between the two, it is still to be seen that this was begun.
   *
   * @param changed whether a target was changed
   */
  void close(Generation generation, Generation.Outcome outcome, boolean changed)
      throws IOException {
    boolean proven = outcome.isInForce();
    boolean endsOrders = isApplied() && proven && !standing().equals(prepared.orders());
    if (endsOrders) {
      store.write(lock, prepared.orders());
    }
    if (prepared.memory().generation() != generation.number()) {
      Generation ended = generation.ended(outcome);
      store.write(lock, ended, prepared.memory().generation());
      if (proven) {
        store.write(lock, memory().withGeneration(ended));
      }
      return;
    }
    if (proven && opened.filter(one -> !one.targets().equals(generation.targets())).isPresent()) {
      store.write(lock, generation, generation.number());
    }
    if (isApplied() && (endsOrders || changed)) {
      // There is no new generation that would tell of it.
      String why = occasion.map(Occasion::why).orElse("");
      audit("applied generation %d again".formatted(generation.number()), why, generation.digest());
    }
  }

  private boolean isApplied() {
    return occasion.filter(one -> one.kind() == Generation.Kind.APPLIED).isPresent();
  }

  private Orders standing() throws IOException {
    return Recall.orders(store, new ArrayList<>());
  }

  /** Writes into the audit trail what was done, and for whom. */
  void audit(String what, String why, String digest) throws IOException {
    store.audit().append(lock, actor.entry(what, why, digest));
  }

  /** Forgets, before a target is changed, what was known of it: that does not hold any more. */
  void forgetProof(String target) throws IOException {
    store.forgetProof(lock, target);
  }

  /** Writes down how it is known what the targets hold now; without it all is read next time. */
  void keepProofs(Generation generation, List<Outcome> outcomes) {
    Proofs proofs = new Proofs(store, actor.now());
    try {
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.Proven proven) {
          proofs.keep(lock, generation, proven);
        }
      }
    } catch (IOException e) {
      return;
    }
  }

  /**
   * Remembers only what is held, so that it can be approved. It is what a policy would do that was
   * not accepted, beside what is held of the accepted one.
   */
  void rememberHeld() throws IOException {
    GuardMemory guards = prepared.memory().guards();
    List<PendingChange> all = new ArrayList<>(accepted(guards.pending()));
    for (PendingChange change : prepared.meaning().settled().pending()) {
      if (all.stream().noneMatch(one -> one.digest().equals(change.digest()))) {
        all.add(change.asProposed());
      }
    }
    store.write(
        lock,
        prepared
            .memory()
            .withGuards(guards.withPending(all))
            .withPastFilter(pastFilter)
            .withWatched(watched));
  }

  private static List<PendingChange> accepted(List<PendingChange> held) {
    return held.stream().filter(one -> !one.proposed()).toList();
  }

  /** Remembers the answers, when they say anything that a restart should know. */
  void remember() throws IOException {
    RunState now = memory();
    if (now.isNews(prepared.memory())) {
      store.write(lock, now);
    }
  }

  private Optional<Generation> inForce() throws IOException {
    return Recall.inForce(store, prepared.memory(), new ArrayList<>());
  }

  private RunState memory() {
    RunState all = remembered(prepared).withPastFilter(pastFilter).withWatched(watched);
    return isApplied()
        ? all.withGuards(all.guards().withPending(prepared.meaning().settled().pending()))
            .withFindings(all.findings().withReplaced(Optional.empty()))
        : all;
  }

  /** Returns what is remembered of answers that were settled. */
  static RunState remembered(Prepared prepared) {
    GuardMemory settled = prepared.meaning().settled().memory();
    List<Approval> approvals = settled.approvals();
    int old = Math.max(0, approvals.size() - KEPT_APPROVALS);
    return prepared
        .memory()
        .withGuards(
            settled
                .withPending(held(prepared))
                .withApprovals(approvals.subList(old, approvals.size())))
        .withFindings(SourceFindings.of(prepared));
  }

  /**
   * Returns the held changes; what a policy that was not accepted would do waits until the next
   * apply.
   */
  private static List<PendingChange> held(Prepared prepared) {
    List<PendingChange> all = new ArrayList<>(prepared.meaning().settled().pending());
    for (PendingChange change : prepared.memory().guards().pending()) {
      if (change.proposed()
          && all.stream().noneMatch(one -> one.digest().equals(change.digest()))) {
        all.add(change);
      }
    }
    return all;
  }

  private int next() throws IOException {
    return next(store);
  }

  /** Returns the number of the next generation. */
  public static int next(StateStore store) throws IOException {
    List<Integer> numbers = store.numbers();
    return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
  }
}
