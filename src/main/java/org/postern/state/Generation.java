package org.postern.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.postern.policy.PolicyText;

/**
 * One accepted policy with the answers and the ruleset it led to. Written before a target is
 * touched, completed afterwards.
 *
 * @param number counts from 1
 * @param at when it was accepted
 * @param who accepted it
 * @param why, empty when nothing was said
 * @param digest of policy and ruleset
 * @param targets what it was applied to
 * @param texts the policy with its includes
 * @param lastGood the answers in force
 * @param ruleset as a tree of maps, lists and strings
 * @param outcome how applying it ended
 */
public record Generation(
    int number,
    Instant at,
    String who,
    String why,
    String digest,
    List<String> targets,
    List<PolicyText> texts,
    List<LastGood> lastGood,
    Map<String, Object> ruleset,
    Outcome outcome) {
  public Generation {
    targets = List.copyOf(targets);
    texts = List.copyOf(texts);
    lastGood = List.copyOf(lastGood);
    ruleset = Map.copyOf(ruleset);
  }

  /** How applying a generation ended, from best to worst. */
  public enum Outcome {
    /** Applied, observed again and proven equal. */
    PROVEN,
    /** Nothing was changed. */
    UNCHANGED,
    /** Something was changed, and the observation differs. */
    NOT_PROVEN,
    /** Written, and nothing further is known: the run that wrote it did not end. */
    PENDING
  }

  /** The same with its end known. */
  public Generation ended(Outcome end) {
    return new Generation(number, at, who, why, digest, targets, texts, lastGood, ruleset, end);
  }
}
