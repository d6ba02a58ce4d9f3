package org.postern.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Effect;
import org.postern.plan.MailAbilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.FixedKind;
import org.postern.target.Omission;
import org.postern.target.Projection;
import org.postern.target.Target;
import org.postern.target.TargetException;
import org.postern.target.TargetKind;

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
  private final String name;
  private Duration deadline = Duration.ofMinutes(10);
  private Optional<? extends Throwable> bug = Optional.empty();
  private Failing failing = () -> {};
  private List<Omission> omissions = List.of();
  private Optional<Set<Hook>> hooks = Optional.empty();

  public UnreliableTarget(Target target) {
    this(target.capabilities().target(), target);
  }

  /** Under another name. */
  public UnreliableTarget(String name, Target target) {
    this.name = name;
    this.target = target;
  }

  /** A call that takes longer is given up. */
  public UnreliableTarget answeringWithin(Duration time) {
    deadline = time;
    return this;
  }

  /** From now on it cannot be reached; empty: it can again. */
  public UnreliableTarget gone(Optional<TargetException> why) {
    return failing(
        () -> {
          if (why.isPresent()) {
            throw why.get();
          }
        });
  }

  /** From now on it leaves these out of rules, and holds the rules all the same. */
  public UnreliableTarget leavingOut(Omission... left) {
    omissions = List.of(left);
    return this;
  }

  /** From now on it judges on these hooks alone. */
  public UnreliableTarget judging(Set<Hook> some) {
    hooks = Optional.of(some);
    return this;
  }

  /** The kind of which it is the only target. */
  public TargetKind kind() {
    return new FixedKind(this) {
      @Override
      public Duration deadline() {
        return deadline;
      }

      // Of rules that are not there nothing is left out.
      @Override
      public Projection project(Ruleset ruleset, TargetBinding binding) {
        return new Projection(
            ruleset,
            omissions.stream().filter(one -> ruleset.rule(one.rule()).isPresent()).toList());
      }
    };
  }

  /** What happens before anything is told of it. */
  public interface Failing {
    void fail() throws TargetException;
  }

  /** From now on this happens whenever it is looked at. */
  public UnreliableTarget failing(Failing how) {
    failing = how;
    return this;
  }

  /** From now on it has this bug. */
  public UnreliableTarget compiling(Optional<? extends Throwable> wrong) {
    bug = wrong;
    return this;
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

  /** How often a change was applied. */
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
    Set<Ability> abilities = EnumSet.noneOf(Ability.class);
    abilities.addAll(can.abilities());
    abilities.remove(Ability.REMEMBERS);
    abilities.remove(Ability.LEARNS);
    if (remembers) {
      abilities.add(Ability.REMEMBERS);
    }
    Set<Hook> judged = hooks.orElse(can.hooks());
    return new Capabilities(
        name,
        can.families(),
        judged,
        can.verdicts(),
        can.maxPrefixes(),
        Capabilities.Unit.PREFIXES,
        abilities,
        judged.isEmpty() ? MailAbilities.EACH_RECIPIENT : MailAbilities.NONE,
        InterfaceNames.LINUX,
        Capabilities.Road.DIRECT);
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    looks.add(last);
    failing.fail();
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
  public Facets facets() {
    Facets own = target.facets();
    Facets facets =
        own.withLookEvery(lookEvery.orElseGet(own::lookEvery)).withEffects(this::effects);
    if (remembers) {
      facets = facets.withRefusedPeers(() -> seen.get());
    }
    return own.changeToken().isEmpty() ? facets : facets.withChangeToken(() -> changeToken(own));
  }

  private String changeToken(Facets own) throws TargetException {
    failing.fail();
    return own.changeToken().orElseThrow().read();
  }

  /** Of rules that are not asked about nothing is said. */
  private List<Effect> effects(Ruleset ruleset) {
    return effects.stream().filter(one -> ruleset.rule(one.rule()).isPresent()).toList();
  }

  private static RuntimeException unchecked(Throwable wrong) {
    if (wrong instanceof Error error) {
      throw error;
    }
    return wrong instanceof RuntimeException one ? one : new IllegalArgumentException(wrong);
  }

  @Override
  public Artifact compile(Plan plan) {
    if (bug.isPresent()) {
      throw unchecked(bug.get());
    }
    return target.compile(plan);
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    applied++;
    Applying next = applies.isEmpty() ? target::apply : applies.remove();
    return next.apply(artifact);
  }
}
