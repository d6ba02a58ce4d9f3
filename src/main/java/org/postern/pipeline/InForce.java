package org.postern.pipeline;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;

/**
 * The state that is to be in force, ready to be compared with targets.
 *
 * @param recall the state that was found on disk
 * @param prepared the prepared policy; empty when nothing was ever in force
 */
public record InForce(Recall recall, Optional<Prepared> prepared) {
  /** Returns a copy in which this is to be in force. */
  public InForce with(Prepared other) {
    return new InForce(recall, Optional.of(other));
  }

  /** Returns the rules that targets are to hold; none where nothing is in force. */
  public Ruleset wanted() {
    return prepared.map(Prepared::wanted).orElseGet(Ruleset::empty);
  }

  /** Returns the targets that are to hold the rules. */
  public List<String> targets() {
    return prepared
        .map(one -> one.policy().targets().stream().map(TargetBinding::name).toList())
        .orElse(List.of());
  }
}
