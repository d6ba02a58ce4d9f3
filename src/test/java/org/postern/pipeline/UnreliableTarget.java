package org.postern.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.plan.Capabilities;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** A target whose next calls go as a test tells, and all later ones as they should. */
public final class UnreliableTarget implements Target {
  private final Target target;
  private final Deque<Applying> applies = new ArrayDeque<>();
  private final Deque<Observing> observations = new ArrayDeque<>();
  private Supplier<List<SeenPeer>> seen = List::of;
  private List<Effect> effects = List.of();
  private Map<String, Observation.Counters> counters = Map.of();
  private final List<Observation> looks = new ArrayList<>();
  private Optional<Duration> lookEvery = Optional.empty();
  private boolean remembers;
  private int applied;

  public UnreliableTarget(Target target) {
    this.target = target;
  }

  /** What happens in place of an apply. */
  public interface Applying {
    Applied apply(Artifact artifact) throws TargetException;
  }

  /** What happens in place of an observation. */
  public interface Observing {
    Observation observe() throws TargetException;
  }

  /** The next apply goes like this. */
  public UnreliableTarget thenApply(Applying next) {
    applies.add(next);
    return this;
  }

  /** The next observation goes like this. */
  public UnreliableTarget thenObserve(Observing next) {
    observations.add(next);
    return this;
  }

  /** From now on it remembers these peers. */
  public UnreliableTarget seeing(Supplier<List<SeenPeer>> peers) {
    seen = peers;
    remembers = true;
    return this;
  }

  /** From now on others leave this of what its rules let through. */
  public UnreliableTarget leaving(Effect... found) {
    effects = List.of(found);
    return this;
  }

  /** From now on it has counted so much. */
  public UnreliableTarget counting(Map<String, Observation.Counters> counted) {
    counters = counted;
    return this;
  }

  /** How often somebody applied. */
  public int applied() {
    return applied;
  }

  /** The target behind. */
  public Target sound() {
    return target;
  }

  @Override
  public Capabilities capabilities() {
    Capabilities can = target.capabilities();
    return new Capabilities(
        can.target(),
        can.families(),
        can.hooks(),
        can.verdicts(),
        can.maxPrefixes(),
        can.counts(),
        can.atomic(),
        can.closes(),
        remembers,
        can.opens(),
        can.options());
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    looks.add(last);
    if (!observations.isEmpty()) {
      return observations.remove().observe();
    }
    Observation seen = target.observe(last);
    return seen.counted(counters, seen.fragments());
  }

  /** What each look until now was told to be known already. */
  public List<Observation> looks() {
    return looks;
  }

  /** From now on a look is so dear that it is to come no more often. */
  public void lookingEvery(Duration time) {
    lookEvery = Optional.of(time);
  }

  @Override
  public Duration lookEvery() {
    return lookEvery.orElseGet(target::lookEvery);
  }

  @Override
  public Optional<String> pulse() throws TargetException {
    return target.pulse();
  }

  @Override
  public List<SeenPeer> seen() throws TargetException {
    return seen.get();
  }

  /** Of rules that are not asked about nothing is said. */
  @Override
  public List<Effect> effects(Ruleset ruleset) {
    return effects.stream().filter(one -> ruleset.rule(one.rule()).isPresent()).toList();
  }

  @Override
  public Artifact compile(Plan plan) {
    return target.compile(plan);
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    applied++;
    Applying next = applies.isEmpty() ? target::apply : applies.remove();
    return next.apply(artifact);
  }
}
