package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.plan.Meaning;
import org.postern.policy.Policy;
import org.postern.source.Answer;
import org.postern.source.Question;
import org.postern.source.ResolvedSets;
import org.postern.state.Memory;

/**
 * A policy with everything known about it before a target is looked at.
 *
 * @param policy what was parsed
 * @param answers what its sources said in this run
 * @param resolved the answers beside the last good ones
 * @param memory what earlier runs left
 * @param meaning what it all amounts to
 * @param notes what the user should know: state that could not be read, and the like
 */
public record Prepared(
    Policy policy,
    Map<Question, Answer> answers,
    ResolvedSets resolved,
    Memory memory,
    Meaning meaning,
    List<String> notes) {
  public Prepared {
    answers = Map.copyOf(answers);
    notes = List.copyOf(notes);
  }

  /** The same with more to know. */
  Prepared noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Prepared(policy, answers, resolved, memory, meaning, all);
  }
}
