package org.postern.pipeline.ask;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.Reminders;
import org.postern.pipeline.Request;
import org.postern.plan.Meaning;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.plan.guard.Settlement;
import org.postern.plan.pass.Planner;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.Refusal;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.Question;
import org.postern.source.ResolvedSets;
import org.postern.state.Orders;
import org.postern.state.RunState;

/**
 * A policy with the answers of its sources, before guards have looked at them.
 *
 * @param policy the parsed policy
 * @param lock the lockfile that the answers are from; empty when the sources were asked
 * @param answers the answers of the sources
 * @param domains the answers about mail domains
 */
public record Asked(
    Policy policy, Optional<PolicyText> lock, Map<Question, Heard> answers, HeardDomains domains) {

  /**
   * Settles the answers behind the guards, and builds the rules. Pure but for {@code initial}
   * lockfiles, which it reads.
   *
   * @param notes receives what the user should know
   */
  public Prepared settle(
      Instant now, RunState memory, Orders orders, Request request, List<String> notes) {
    notes.addAll(Reminders.of(policy, LocalDate.ofInstant(now, ZoneId.systemDefault())));
    RunState initial = Memories.withInitial(policy, memory, now, notes);
    ResolvedSets resolved =
        ResolvedSets.of(policy, answers, initial.guards().lastGood(), now).with(domains);
    Settled settled = Settlement.settle(policy, resolved, initial.guards());
    Meaning meaning = enforced(Planner.plan(policy, settled), request);
    return new Prepared(policy, lock, answers, resolved, initial, orders, meaning, notes);
  }

  private static Meaning enforced(Meaning meaning, Request request) {
    if (!request.enforce()) {
      return meaning;
    }
    Ruleset ruleset =
        new Ruleset(
            meaning.ruleset().rules().stream()
                .map(
                    rule ->
                        rule.otherwise().filter(Refusal.OBSERVE::equals).isPresent()
                            ? rule.withOtherwise(
                                rule.judgesPackets() ? Refusal.DROP : Refusal.DEFER)
                            : rule)
                .toList());
    return new Meaning(meaning.settled(), meaning.sets(), ruleset, meaning.obstacles());
  }
}
