package org.postern.state;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.policy.PolicyText;

/**
 * The contents of a generation, without the answers that it came from.
 *
 * @param texts the policy with its includes, under absolute names
 * @param lock the lockfile that its answers are from; empty when the sources were asked
 * @param ruleset the ruleset that the policy led to
 */
public record Contents(List<PolicyText> texts, Optional<PolicyText> lock, Ruleset ruleset) {
  private static final Contents NONE = new Contents(List.of(), Optional.empty(), Ruleset.empty());

  public Contents {
    texts = List.copyOf(texts);
  }

  /** Returns contents without policy and rules. */
  public static Contents none() {
    return NONE;
  }

  /** Tells whether both have the same policy, so that what its sources said holds for both. */
  public boolean isSamePolicy(Contents other) {
    return texts.equals(other.texts) && lock.equals(other.lock);
  }
}
