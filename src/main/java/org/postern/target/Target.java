package org.postern.target;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.Capabilities;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.plan.Settled;
import org.postern.policy.Policy;

/** One system we write to. */
public interface Target {
  /** The same target with the options that a policy gives it, which its capabilities list. */
  default Target with(Map<String, String> options) {
    return this;
  }

  /**
   * Whether what it takes to reach the system is on this host at all; cheap, and no promise that it
   * can be reached.
   */
  default boolean installed() {
    return true;
  }

  /**
   * How long one call may take before it is given up: longer than whatever the target itself waits
   * for.
   */
  default Duration deadline() {
    return Duration.ofMinutes(10);
  }

  /**
   * The same target for an artifact that is carried to another host and has to do without us there:
   * what it needs to know beside the ruleset.
   *
   * @param settled what is in force of every source
   * @param at when that was so
   */
  default Target carried(Policy policy, Settled settled, Instant at) {
    return this;
  }

  /** What of a ruleset this target holds. Pure. */
  default Projection project(Ruleset ruleset) {
    return Projection.whole(ruleset);
  }

  /** What it can do; data, needs no access to the system. */
  Capabilities capabilities();

  /** What the system holds now, all of it read. */
  default Observation observe() throws TargetException {
    return observe(Observation.nothing());
  }

  /**
   * What the system holds now. What of an earlier observation is known not to have moved may be
   * told again instead of being read again; the proof says so.
   *
   * @param last of this target; {@link Observation#nothing()} to have everything read. One without
   *     a precondition is what is expected: where it costs less than to read everything, it may be
   *     confirmed or refuted as a whole instead
   */
  Observation observe(Observation last) throws TargetException;

  /**
   * What differs from the last time whenever anything may have changed that is ours; cheap enough
   * to be asked several times a second for years. Empty where only {@link #observe} can tell.
   */
  default Optional<String> pulse() throws TargetException {
    return Optional.empty();
  }

  /**
   * So old may counters be, and the knowledge that all is well, while nothing is known to have
   * moved: the dearer a look, the longer.
   */
  default Duration lookEvery() {
    return Duration.ofSeconds(30);
  }

  /**
   * The peers that rules refused or observed and that the system remembers, each once per rule, in
   * no order. None from a target whose capabilities do not say that it remembers.
   */
  default List<SeenPeer> seen() throws TargetException {
    return List.of();
  }

  /**
   * Who has changed the system's rules of late, in words, as far as that is known: a help and no
   * more. Whoever asks is told of those who come after he has asked.
   */
  default Optional<String> culprits() {
    return Optional.empty();
  }

  /**
   * What others leave of what the rules let through that promise that peers pass; nothing of rules
   * that others let do as they are meant to, and of systems without rules of others.
   *
   * @param ruleset what the system holds, or is to hold
   */
  default List<Effect> effects(Ruleset ruleset) throws TargetException {
    return List.of();
  }

  /** The steps from what was observed to what is meant. Pure: same plan, same artifact. */
  Artifact compile(Plan plan);

  /** Carries out the steps in order, none of them twice. */
  Applied apply(Artifact artifact) throws TargetException;
}
