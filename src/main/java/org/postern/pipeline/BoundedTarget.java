package org.postern.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.DryRun;
import org.postern.target.Facets;
import org.postern.target.Projection;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.TargetKind;

/**
 * A target as it is bound, of which every call ends in time where other targets wait for it: a
 * system that hangs holds back neither the run nor the other targets.
 *
 * @param binding the name of the target, and its options
 * @param kind the kind of the target
 * @param target the target itself
 * @param calls the calls that are under way, shared by all targets of that name
 * @param alone whether no other target waits for this one; what it waits for itself is enough then
 */
public record BoundedTarget(
    TargetBinding binding, TargetKind kind, Target target, TargetCalls calls, boolean alone)
    implements Target {
  /** The time of a reading below which a target is not known as slow. */
  private static final Duration READING = Duration.ofSeconds(10);

  private static final Duration CHANGING = Duration.ofSeconds(30);

  /** Returns the target as one that is only looked at. */
  public BoundedTarget dry() {
    return new BoundedTarget(binding, kind, new DryRun(target), calls, alone);
  }

  /** Returns the name of the target. */
  public String name() {
    return binding.name();
  }

  /** Returns the part of a ruleset that the target holds. Pure. */
  Projection project(Ruleset ruleset) {
    return kind.project(ruleset, binding);
  }

  /** Returns the capabilities of its kind, under its own name. */
  @Override
  public Capabilities capabilities() {
    return target.capabilities().named(name());
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    return read(() -> target.observe(last));
  }

  @Override
  public Artifact compile(Plan plan) {
    try {
      return target.compile(plan);
    } catch (StackOverflowError | LinkageError | AssertionError e) {
      throw TargetCalls.bug(e);
    }
  }

  /** Applies an artifact. A call that was given up may have changed something, and may still. */
  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    if (alone) {
      return target.apply(artifact);
    }
    Duration deadline = calls.isLasting() ? calls.beside(CHANGING, longest()) : longest();
    return calls
        .within(deadline, () -> target.apply(artifact))
        .orElseGet(() -> new Applied.Partial(0, unanswered(deadline)));
  }

  @Override
  public Facets facets() {
    Facets own = target.facets();
    return new Facets(
        own.changeToken().map(token -> () -> read(token::read)),
        own.lookEvery(),
        own.refusedPeers().map(this::bounded),
        own.recentWriters().map(writers -> () -> read(writers::read)),
        own.effects().map(effects -> ruleset -> read(() -> effects.of(ruleset))),
        own.hook().map(hook -> ruleset -> read(() -> hook.of(ruleset))),
        own.selfProof(),
        own.attesting());
  }

  private Facets.RefusedPeers bounded(Facets.RefusedPeers peers) {
    return new Facets.RefusedPeers() {
      @Override
      public List<SeenPeer> read() throws TargetException {
        return BoundedTarget.this.read(peers::read);
      }

      @Override
      public Map<String, Observation.Counters> counters() throws TargetException {
        return BoundedTarget.this.read(peers::counters);
      }
    };
  }

  private Duration longest() {
    return kind.deadline();
  }

  private <T> T read(TargetCalls.Call<T> call) throws TargetException {
    if (alone) {
      return call.call();
    }
    Duration deadline = calls.beside(READING, longest());
    return calls
        .within(deadline, call)
        .orElseThrow(
            () -> new TargetException(TargetException.Kind.TEMPORARY, unanswered(deadline)));
  }

  private static String unanswered(Duration deadline) {
    return "it does not answer within %d s".formatted(Math.max(1, deadline.toSeconds()));
  }
}
