package org.postern.pipeline.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.DomainAsker;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Occasion;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Request;
import org.postern.pipeline.ask.Asked;
import org.postern.pipeline.ask.Questions;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.Question;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/** Applies newer answers of an accepted policy to its targets. */
public final class Refresh {
  private final StateStore store;
  private final InstantSource clock;
  private final Enforcement enforcement;

  public Refresh(StateStore store, InstantSource clock, Enforcement enforcement) {
    this.store = store;
    this.clock = clock;
    this.enforcement = enforcement;
  }

  /**
   * Compiles the accepted policy with newer answers, and brings its targets to the result: the
   * daemon does this without being asked.
   *
   * @return the preparation, with an outcome per target; without outcomes when the result is in
   *     force already; without both when another generation, other orders or newer answers are in
   *     the state by now
   * @throws IOException when the state cannot be read or written
   */
  public Refreshed apply(Accepted accepted, Map<Question, Heard> answers, HeardDomains domains)
      throws IOException {
    List<String> notes = new ArrayList<>();
    try (StateLock lock = store.lock()) {
      RunState memory = store.runState(notes::add);
      Orders orders = Recall.orders(store, notes).at(clock.instant());
      if (memory.generation() != accepted.generation().number()
          || !orders.equals(orders.following())
          || Questions.areOlder(answers, memory, clock.instant())
          || DomainAsker.isOlder(domains, memory.guards().domains(), clock.instant())) {
        return Refreshed.overtaken();
      }
      Prepared prepared = settled(accepted, answers, domains, memory, orders, notes);
      Ledger ledger = enforcement.ledger(lock, prepared);
      ledger.remember();
      if (ledger.isInForce(accepted.contents())) {
        return Refreshed.unchanged(prepared);
      }
      List<String> names = accepted.generation().targetNames();
      return new Refreshed(
          Optional.of(prepared),
          enforcement.run(prepared, names, Occasion.refreshed(), ledger, Optional.empty()));
    }
  }

  /** Settles newer answers of the accepted policy behind its guards; nothing is applied. */
  public Prepared settled(
      Accepted accepted,
      Map<Question, Heard> answers,
      HeardDomains domains,
      RunState memory,
      Orders orders,
      List<String> notes) {
    Asked asked = new Asked(accepted.policy(), accepted.contents().lock(), answers, domains);
    return openingAsAccepted(
        asked.settle(clock.instant(), memory, orders, request(accepted), notes),
        accepted.contents().ruleset());
  }

  /**
   * Leaves {@code opens} to the rules that had it when the policy was accepted: newer answers give
   * it to no other rule. The version that accepted the policy may have ignored an {@code opens}
   * that this version refuses; that does not keep newer answers out.
   */
  private static Prepared openingAsAccepted(Prepared prepared, Ruleset accepted) {
    if (prepared.meaning().ruleset().rules().stream().noneMatch(AccessRule::opens)) {
      return prepared;
    }
    Set<String> opening =
        accepted.rules().stream()
            .filter(AccessRule::opens)
            .map(AccessRule::name)
            .collect(Collectors.toSet());
    return prepared.withRuleset(
        new Ruleset(
            prepared.meaning().ruleset().rules().stream()
                .map(rule -> rule.withOpens(opening.contains(rule.name())))
                .toList()));
  }

  /**
   * Returns what is in force with the addresses that newer answers add, and without removing any:
   * what may be enforced while the state cannot be written.
   *
   * @param inForce the state that is enforced now
   * @param before the last result of this method, if it could not be stored either
   */
  public Prepared admitting(
      Accepted accepted,
      Map<Question, Heard> answers,
      HeardDomains domains,
      InForce inForce,
      Optional<Prepared> before) {
    Recall recall = inForce.recall();
    Asked asked = new Asked(accepted.policy(), accepted.contents().lock(), answers, domains);
    Prepared newer =
        asked.settle(
            clock.instant(),
            before.map(Ledger::remembered).orElse(recall.memory()),
            recall.orders(),
            request(accepted),
            new ArrayList<>());
    Prepared held = inForce.prepared().orElseThrow();
    return held.heard(newer, held.meaning().ruleset().admitting(newer.meaning().ruleset()));
  }

  /**
   * Stores the answers that were admitted, so that addresses which they no longer name stay for the
   * policy's {@code keep} time. Does nothing when another generation is in force by now.
   */
  public void remember(Prepared admitted) throws IOException {
    try (StateLock lock = store.lock()) {
      int inForce = store.runState().generation();
      if (inForce == admitted.memory().generation()) {
        store.write(lock, Ledger.remembered(admitted));
      }
    }
  }

  private static Request request(Accepted accepted) {
    return Request.of(Path.of(accepted.policy().file()));
  }
}
