package org.postern.pipeline;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;

/**
 * What is to be in force, ready to be compared with targets.
 *
 * @param recall what was found on disk
 * @param prepared empty when nothing was ever in force
 */
public record InForce(Recall recall, Optional<Prepared> prepared) {
  /** Returns a copy in which this is to be in force. */
  public InForce with(Prepared other) {
    return new InForce(recall, Optional.of(other));
  }

  /** What targets are to hold; nothing where nothing is in force. */
  public Ruleset wanted() {
    return prepared.map(Prepared::wanted).orElseGet(Ruleset::empty);
  }

  /** The targets that are to hold it. */
  public List<String> targets() {
    return prepared
        .map(one -> one.policy().targets().stream().map(TargetBinding::name).toList())
        .orElse(List.of());
  }
}
