package org.postern.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.RulesetTree;
import org.postern.plan.Settled;
import org.postern.state.Approval;
import org.postern.state.Generation;
import org.postern.state.Memory;
import org.postern.state.StateDigest;
import org.postern.state.StateStore;

/**
 * Writes down what is about to happen and what came of it. Everything a restart needs is on disk
 * before a target is touched.
 *
 * @param lock the proof that nobody else writes meanwhile
 */
record Ledger(Parts parts, StateStore.Lock lock) {

  /** Remembers the answers and what is held, and opens a generation unless it is the last one. */
  Generation open(Prepared prepared, String target, String why) throws IOException {
    StateStore store = parts.store();
    Map<String, Object> ruleset = RulesetTree.write(prepared.meaning().ruleset());
    String digest = StateDigest.of(prepared.policy().texts(), ruleset);
    Optional<Generation> last = store.generation(prepared.memory().generation());
    Settled settled = prepared.meaning().settled();
    store.write(lock, memory(prepared, prepared.memory().generation()));
    if (last.isPresent() && last.get().digest().equals(digest)) {
      return last.get();
    }
    Generation opened =
        new Generation(
            next(store),
            parts.clock().instant(),
            parts.who(),
            why,
            digest,
            List.of(target),
            prepared.policy().texts(),
            settled.lastGood(),
            ruleset,
            Generation.Outcome.PENDING);
    store.write(lock, opened);
    return opened;
  }

  /** Writes how it ended; what is in force changes only with a proof. */
  void close(Prepared prepared, Generation generation, Generation.Outcome outcome)
      throws IOException {
    if (generation.outcome() != outcome) {
      parts.store().write(lock, generation.ended(outcome));
    }
    if (outcome == Generation.Outcome.PROVEN
        && prepared.memory().generation() != generation.number()) {
      parts.store().write(lock, memory(prepared, generation.number()));
    }
  }

  /** Remembers only what is held, so that it can be approved. */
  void rememberHeld(Prepared prepared) throws IOException {
    Memory before = prepared.memory();
    parts
        .store()
        .write(
            lock,
            new Memory(
                before.generation(),
                before.lastGood(),
                before.samples(),
                prepared.meaning().settled().held(),
                before.approvals()));
  }

  private static Memory memory(Prepared prepared, int generation) {
    Settled settled = prepared.meaning().settled();
    List<Approval> open =
        prepared.memory().approvals().stream()
            .filter(one -> !settled.usedApprovals().contains(one.digest()))
            .toList();
    return new Memory(generation, settled.lastGood(), settled.samples(), settled.held(), open);
  }

  private static int next(StateStore store) throws IOException {
    List<Integer> numbers = store.numbers();
    return numbers.isEmpty() ? 1 : numbers.getLast() + 1;
  }
}
