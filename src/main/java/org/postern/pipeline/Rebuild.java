package org.postern.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.plan.Meaning;
import org.postern.plan.RulesetTree;
import org.postern.plan.Settled;
import org.postern.plan.guard.Settlement;
import org.postern.plan.pass.Planner;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.Question;
import org.postern.source.ResolvedSets;
import org.postern.state.Generation;
import org.postern.state.Memory;

/**
 * Builds the generation in force anew when its file is damaged: from its outline and the last good
 * answers, which the memory holds. No source is asked; each last good answer stands.
 */
final class Rebuild implements Recall.Rebuilding {
  private static final Answer NOT_ASKED =
      new Answer.NoInformation(Answer.Cause.MISSING, "it was not asked: the state is restored");

  private final Parts parts;

  Rebuild(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Optional<Generation> rebuild(Memory memory) {
    Optional<Generation> outline =
        memory.outline().filter(one -> one.number() == memory.generation());
    Report report = new Report();
    return outline
        .flatMap(one -> Accepted.of(one, parts.files(), report))
        .flatMap(accepted -> rebuilt(accepted, memory));
  }

  /** A ruleset that lacks a rule is not the one that was in force. */
  private Optional<Generation> rebuilt(Accepted accepted, Memory memory) {
    Policy policy = accepted.policy();
    ResolvedSets resolved =
        ResolvedSets.of(policy, unasked(policy), memory, parts.clock().instant());
    Settled settled = Settlement.settle(policy, resolved, memory);
    Meaning meaning = Planner.plan(policy, settled);
    return meaning.obstacles().isEmpty()
        ? Optional.of(
            accepted.generation().with(memory.lastGood(), RulesetTree.write(meaning.ruleset())))
        : Optional.empty();
  }

  private Map<Question, Heard> unasked(Policy policy) {
    Map<Question, Answer> answers = new LinkedHashMap<>(parts.literals().ask(policy, new Report()));
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        for (Family family : source.families()) {
          answers.putIfAbsent(new Question(source.id(), family), NOT_ASKED);
        }
      }
    }
    return Heard.at(parts.clock().instant(), answers);
  }
}
