package org.postern.pipeline.ask;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Family;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.EntryMerge;
import org.postern.source.EntryTable;
import org.postern.source.Heard;
import org.postern.source.LastGood;
import org.postern.source.Question;
import org.postern.state.RunState;

/** Tells what there is to ask about a policy, and makes policies that ask for less. */
public final class Questions {
  private Questions() {}

  /**
   * Returns the questions about the sources of a policy.
   *
   * @param outside whether those that are asked outside of this host, or all others
   */
  public static Set<Question> of(Policy policy, boolean outside) {
    Set<Question> questions = new LinkedHashSet<>();
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        if (source.outside() == outside) {
          source.families().forEach(one -> questions.add(new Question(source.id(), one)));
        }
      }
    }
    return questions;
  }

  /** Returns the policy with only the sources that some question is about. */
  public static Policy only(Set<Question> questions, Policy policy) {
    List<SetDefinition> sets = new ArrayList<>();
    for (SetDefinition set : policy.sets()) {
      List<SourceSpec> sources = new ArrayList<>();
      for (SourceSpec source : set.sources()) {
        Set<Family> families = new LinkedHashSet<>();
        for (Family family : Family.values()) {
          if (questions.contains(new Question(source.id(), family))) {
            families.add(family);
          }
        }
        if (!families.isEmpty()) {
          sources.add(source.narrowedTo(families));
        }
      }
      if (!sources.isEmpty()) {
        sets.add(set.withSources(sources));
      }
    }
    return policy.withSets(sets);
  }

  /** Returns when each question was last answered, by what is remembered. */
  public static Map<Question, Instant> answered(RunState memory) {
    Map<Question, Instant> latest = new LinkedHashMap<>();
    for (LastGood good : memory.guards().lastGood()) {
      Question question = new Question(good.key().source(), good.key().family());
      latest.merge(question, good.at(), (a, b) -> a.isAfter(b) ? a : b);
    }
    return latest;
  }

  /**
   * Tells whether some answer is older than what was settled since, so that settling it would undo
   * that. A date that has not come yet is of a clock that was wrong.
   */
  public static boolean areOlder(Map<Question, Heard> answers, RunState memory, Instant now) {
    return answered(memory).entrySet().stream()
        .anyMatch(
            one -> {
              Heard heard = answers.get(one.getKey());
              Instant at = one.getValue().isAfter(now) ? now : one.getValue();
              return heard != null && heard.at().isBefore(at);
            });
  }

  /**
   * Returns what is in force of every source outside the policy itself, as if each had just
   * answered so: for a standby node, a backup, a review.
   */
  public static Map<Question, Answer> inForce(RunState memory) {
    Map<Question, EntryTable> entries = new LinkedHashMap<>();
    for (LastGood good : memory.guards().lastGood()) {
      if (!good.key().source().startsWith(LiteralSource.ID)) {
        entries.merge(good.key().question(), good.all(), EntryMerge::union);
      }
    }
    Map<Question, Answer> answers = new LinkedHashMap<>();
    entries.forEach(
        (question, all) ->
            answers.put(question, new Answer.Data(all, Duration.ZERO, List.of(), "running")));
    return answers;
  }
}
