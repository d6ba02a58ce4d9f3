package org.postern.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.RulesetTree;
import org.postern.plan.Settled;
import org.postern.state.Approval;
import org.postern.state.Generation;
import org.postern.state.Memory;
import org.postern.state.StateDigest;
import org.postern.state.StateException;
import org.postern.state.StateStore;

/**
 * Writes down what is about to happen and what came of it. Everything a restart needs is on disk
 * before a target is touched.
 */
final class Ledger {
  /** Approvals are kept for the audit, not for ever. */
  private static final int KEPT_APPROVALS = 200;

  private final Parts parts;
  private final StateStore store;
  private final StateStore.Lock lock;
  private final Prepared prepared;

  /**
   * For one run.
   *
   * @param lock the proof that nobody else writes meanwhile
   */
  Ledger(Parts parts, StateStore.Lock lock, Prepared prepared) {
    this.parts = parts;
    this.store = parts.store();
    this.lock = lock;
    this.prepared = prepared;
  }

  /** Remembers the answers and what is held, and opens a generation unless it is the last one. */
  Generation open(List<String> targets, String why) throws IOException {
    Map<String, Object> ruleset = RulesetTree.write(prepared.meaning().ruleset());
    String digest = StateDigest.of(prepared.policy().texts(), ruleset);
    Optional<Generation> inForce = inForce();
    store.write(lock, memory(prepared.memory().generation()));
    if (inForce.isPresent() && inForce.get().digest().equals(digest)) {
      return inForce.get();
    }
    Generation opened =
        new Generation(
            next(),
            parts.clock().instant(),
            parts.who(),
            why,
            digest,
            targets,
            prepared.policy().texts(),
            prepared.meaning().settled().lastGood(),
            ruleset,
            Generation.Outcome.PENDING);
    store.write(lock, opened, prepared.memory().generation());
    return opened;
  }

  /** Writes how it ended; what is in force changes only with a proof. */
  void close(Generation generation, Generation.Outcome outcome) throws IOException {
    boolean inForce = prepared.memory().generation() == generation.number();
    if (!inForce) {
      store.write(lock, generation.ended(outcome), prepared.memory().generation());
    }
    if (!inForce && outcome == Generation.Outcome.PROVEN) {
      store.write(lock, memory(generation.number()));
    }
  }

  /** Before a target is changed: what was known of it does not hold any more. */
  void forgetProof(String target) throws IOException {
    store.forgetProof(lock, target);
  }

  /** Writes down how it is known what the targets hold now; without it all is read next time. */
  void keepProofs(Generation generation, List<Outcome> outcomes) {
    Proofs proofs = new Proofs(store, parts.clock().instant());
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

  /** Remembers only what is held, so that it can be approved. */
  void rememberHeld() throws IOException {
    Memory before = prepared.memory();
    store.write(
        lock,
        new Memory(
            before.generation(),
            before.lastGood(),
            before.samples(),
            prepared.meaning().settled().held(),
            before.approvals()));
  }

  /** A generation that cannot be read is written anew under the next number. */
  private Optional<Generation> inForce() throws IOException {
    try {
      return store.generation(prepared.memory().generation());
    } catch (StateException e) {
      return switch (e.kind()) {
        case CORRUPT -> Optional.empty();
        case NEWER, LOCKED, PERMISSION -> throw e;
      };
    }
  }

  private Memory memory(int generation) {
    Settled settled = prepared.meaning().settled();
    List<Approval> approvals = new ArrayList<>();
    for (Approval one : prepared.memory().approvals()) {
      approvals.add(settled.usedApprovals().contains(one.digest()) ? one.spent() : one);
    }
    int old = Math.max(0, approvals.size() - KEPT_APPROVALS);
    return new Memory(
        generation,
        settled.lastGood(),
        settled.samples(),
        settled.held(),
        approvals.subList(old, approvals.size()));
  }

  private int next() throws IOException {
    List<Integer> numbers = store.numbers();
    return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
  }
}
