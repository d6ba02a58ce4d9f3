package org.postern.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postern.pipeline.InForce;
import org.postern.pipeline.run.Drift;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * The result of a look at a target. It changes nothing of what is known, so that it may be had on
 * another thread.
 *
 * @param known the knowledge that the look went by
 * @param token the target's change token when the look began
 * @param still whether the token was the same the last time
 * @param plan the difference of the target; empty where nothing has moved, so that nothing was
 *     observed
 */
record Sight(
    Sight.Known known, Target target, Optional<String> token, boolean still, Optional<Plan> plan) {
  /**
   * The time after which everything is looked at again, if anything has moved since: what was
   * sampled meanwhile is no proof.
   */
  private static final Duration PROOF_EVERY = Duration.ofMinutes(10);

  /**
   * The knowledge that a look goes by.
   *
   * @param inForce the state that the target is to hold
   * @param token the target's change token when it was looked at last
   * @param moved whether anything may have moved since everything was read
   * @param readAt the time when everything was read
   * @param lookedAt the time when it was looked at last
   * @param held whether it held then what it should
   * @param last the observation of that time
   * @param waits whether a difference would not be repaired now
   * @param epoch the number of this state of knowledge; it moves on when something becomes known
   *     otherwise
   * @param at the time of the look
   */
  record Known(
      InForce inForce,
      Optional<String> token,
      boolean moved,
      Optional<Instant> readAt,
      Optional<Instant> lookedAt,
      boolean held,
      Observation last,
      boolean waits,
      long epoch,
      Instant at) {}

  /** Looks at a target, if anything may have moved. */
  static Sight of(Known known, Drift drift, String name) throws IOException {
    Target target = drift.target(known.inForce(), name);
    Optional<String> token = token(target);
    boolean still = token.equals(known.token());
    boolean everything = (known.moved() || !still) && isDue(known.readAt(), PROOF_EVERY, known);
    boolean unmoved = still && !isDue(known.lookedAt(), target.facets().lookEvery(), known);
    if (unmoved && !everything && (known.held() || known.waits())) {
      return new Sight(known, target, token, still, Optional.empty());
    }
    boolean trusted = known.held() && !everything;
    Plan plan =
        drift.difference(
            known.inForce(), name, trusted ? Optional.of(known.last()) : Optional.empty());
    return new Sight(known, target, token, still, Optional.of(plan));
  }

  /**
   * Returns the change token of a target. A target that has none is left to the looks that come
   * anyway.
   */
  static Optional<String> token(Target target) throws TargetException {
    Optional<Facets.ChangeToken> token = target.facets().changeToken();
    return Optional.of(token.isPresent() ? token.get().read() : "");
  }

  private static boolean isDue(Optional<Instant> last, Duration every, Known known) {
    return last.filter(at -> known.at().isBefore(at.plus(every))).isEmpty();
  }
}
