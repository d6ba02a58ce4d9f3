package org.postern.pipeline.run;

import java.io.IOException;
import java.nio.file.Path;
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
import org.postern.pipeline.Parts;
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

/** Brings the targets to newer answers of an accepted policy: what a daemon changes by itself. */
public final class Refresh {
  private final Parts parts;

  public Refresh(Parts parts) {
    this.parts = parts;
  }

  /**
   * Brings the targets to what the accepted policy means with newer answers: the change that a
   * daemon makes by itself.
   *
   * @return what was prepared, and the outcomes; none when nothing is in force any more that was
   */
  public Refreshed apply(Accepted accepted, Map<Question, Heard> answers, HeardDomains domains)
      throws IOException {
    List<String> notes = new ArrayList<>();
    try (StateLock lock = parts.store().lock()) {
      RunState memory = parts.store().runState(notes::add);
      Orders orders = Recall.orders(parts.store(), notes).at(parts.clock().instant());
      if (memory.generation() != accepted.generation().number()
          || !orders.equals(orders.following())
          || Questions.areOlder(answers, memory, parts.clock().instant())
          || DomainAsker.isOlder(domains, memory.guards().domains(), parts.clock().instant())) {
        return Refreshed.overtaken();
      }
      Prepared prepared = settled(accepted, answers, domains, memory, orders, notes);
      Ledger ledger = new Ledger(parts, lock, prepared);
      ledger.remember();
      if (ledger.isInForce(accepted.contents())) {
        return Refreshed.unchanged(prepared);
      }
      List<String> names = accepted.generation().targetNames();
      return new Refreshed(
          Optional.of(prepared),
          new Enforcement(parts)
              .run(prepared, names, Occasion.refreshed(), ledger, Optional.empty()));
    }
  }

  /** What newer answers of the accepted policy amount to behind its guards; nothing is applied. */
  public Prepared settled(
      Accepted accepted,
      Map<Question, Heard> answers,
      HeardDomains domains,
      RunState memory,
      Orders orders,
      List<String> notes) {
    Asked asked = new Asked(accepted.policy(), accepted.contents().lock(), answers, domains);
    return openingAsAccepted(
        asked.settle(parts.clock().instant(), memory, orders, request(accepted), notes),
        accepted.contents().ruleset());
  }

  /**
   * Newer answers open nothing that was not open before, and are not kept out because the version
   * that accepted the policy took no notice of {@code opens} where this one refuses it.
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
   * What is in force with the addresses that newer answers add, and without a removal: what may be
   * enforced while nothing can be written down.
   *
   * @param inForce what is enforced now
   * @param before what this led to before, and could not be written down either
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
            parts.clock().instant(),
            before.map(Ledger::remembered).orElse(recall.memory()),
            recall.orders(),
            request(accepted),
            new ArrayList<>());
    Prepared held = inForce.prepared().orElseThrow();
    return held.heard(newer, held.meaning().ruleset().admitting(newer.meaning().ruleset()));
  }

  /** Writes down the answers that were admitted, so that those they leave out stay for a while. */
  public void remember(Prepared admitted) throws IOException {
    try (StateLock lock = parts.store().lock()) {
      int inForce = parts.store().runState().generation();
      if (inForce == admitted.memory().generation()) {
        parts.store().write(lock, Ledger.remembered(admitted));
      }
    }
  }

  private static Request request(Accepted accepted) {
    return Request.of(Path.of(accepted.policy().file()));
  }
}
