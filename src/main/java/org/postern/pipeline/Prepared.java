package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.Meaning;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.source.Heard;
import org.postern.source.Question;
import org.postern.source.ResolvedSets;
import org.postern.state.Memory;
import org.postern.state.Orders;

/**
 * A policy with everything known about it before a target is looked at.
 *
 * @param policy what was parsed
 * @param lock the lockfile that the answers are from; empty when the sources were asked
 * @param answers what its sources said
 * @param resolved the answers beside the last good ones
 * @param memory what earlier runs left
 * @param orders what an administrator ordered
 * @param meaning what it all amounts to
 * @param notes what the user should know: state that could not be read, and the like
 */
public record Prepared(
    Policy policy,
    Optional<PolicyText> lock,
    Map<Question, Heard> answers,
    ResolvedSets resolved,
    Memory memory,
    Orders orders,
    Meaning meaning,
    List<String> notes) {
  public Prepared {
    answers = Map.copyOf(answers);
    notes = List.copyOf(notes);
  }

  /** What targets are to hold now: what is meant, with the rules open that were ordered open. */
  public Ruleset wanted() {
    return Openings.applied(meaning.ruleset(), orders);
  }

  /**
   * Returns a copy with the answers of another, and with these rules: what targets are to hold
   * while the other cannot come into force.
   */
  Prepared heard(Prepared newer, Ruleset rules) {
    Meaning wider =
        new Meaning(
            newer.meaning().settled(), newer.meaning().sets(), rules, newer.meaning().obstacles());
    return new Prepared(
        policy,
        lock,
        newer.answers(),
        newer.resolved(),
        newer.memory(),
        orders,
        wider,
        newer.notes());
  }

  /** The same, with nothing to hold: for a target that is left. */
  Prepared withoutRules() {
    Meaning nothing =
        new Meaning(meaning.settled(), List.of(), Ruleset.empty(), meaning.obstacles());
    return new Prepared(policy, lock, answers, resolved, memory, orders, nothing, List.of());
  }

  /** Returns a copy that means this ruleset. */
  Prepared withRuleset(Ruleset ruleset) {
    Meaning other = new Meaning(meaning.settled(), meaning.sets(), ruleset, meaning.obstacles());
    return new Prepared(policy, lock, answers, resolved, memory, orders, other, notes);
  }

  /** The same with more to know. */
  Prepared noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Prepared(policy, lock, answers, resolved, memory, orders, meaning, all);
  }
}
