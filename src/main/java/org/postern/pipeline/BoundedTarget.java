package org.postern.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.ForwardingTarget;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * A target of which every call ends in time where other targets wait for it: a system that hangs
 * holds back neither the run nor the other targets.
 *
 * @param target the target itself
 * @param calls those that are under way, shared by all copies with other options
 * @param alone whether no other target waits for this one; what it waits for itself is enough then
 */
record BoundedTarget(Target target, TargetCalls calls, boolean alone) implements ForwardingTarget {
  /** A target that reads in less is not known as slow. */
  private static final Duration READING = Duration.ofSeconds(10);

  private static final Duration CHANGING = Duration.ofSeconds(30);

  /** Returns the target, which others do not wait for. */
  static BoundedTarget of(Target target) {
    return target instanceof BoundedTarget bounded
        ? bounded
        : new BoundedTarget(target, new TargetCalls(), true);
  }

  /** Returns a copy whose calls do not keep other targets waiting for long. */
  BoundedTarget besideOthers() {
    return new BoundedTarget(target, calls, false);
  }

  @Override
  public BoundedTarget with(Map<String, String> options) {
    return new BoundedTarget(target.with(options), calls, alone);
  }

  @Override
  public BoundedTarget carried(Policy policy, Settled settled, Instant at) {
    return new BoundedTarget(target.carried(policy, settled, at), calls, alone);
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    return read(() -> target.observe(last));
  }

  @Override
  public Optional<String> pulse() throws TargetException {
    return read(target::pulse);
  }

  @Override
  public List<SeenPeer> seen() throws TargetException {
    return read(target::seen);
  }

  /** A help and no more: what cannot be told in time is not told. */
  @Override
  public Optional<String> culprits() {
    try {
      return read(target::culprits);
    } catch (TargetException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Effect> effects(Ruleset ruleset) throws TargetException {
    return read(() -> target.effects(ruleset));
  }

  /** What was given up may have changed something, and may still. */
  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    if (alone) {
      return target.apply(artifact);
    }
    Duration deadline = calls.isLasting() ? calls.beside(CHANGING, deadline()) : deadline();
    return calls
        .within(deadline, () -> target.apply(artifact))
        .orElseGet(() -> new Applied.Partial(0, unanswered(deadline)));
  }

  private <T> T read(TargetCalls.Call<T> call) throws TargetException {
    if (alone) {
      return call.call();
    }
    Duration deadline = calls.beside(READING, deadline());
    return calls
        .within(deadline, call)
        .orElseThrow(
            () -> new TargetException(TargetException.Kind.TEMPORARY, unanswered(deadline)));
  }

  private static String unanswered(Duration deadline) {
    return "it does not answer within %d s".formatted(Math.max(1, deadline.toSeconds()));
  }
}
