package org.postern.target;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.plan.Capabilities;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.plan.TargetOption;
import org.postern.policy.Policy;
import org.postern.policy.TargetBinding;

/**
 * A kind of system that a policy can be written to. What it says of itself needs no access to any
 * such system; {@link #open} gives one of them.
 */
public interface TargetKind {
  /** Returns the word by which a policy names it: lower-case letters, digits and dashes. */
  default String name() {
    return capabilities().target();
  }

  /** Returns what every target of the kind can do. */
  Capabilities capabilities();

  /** Returns the options that a policy may give, by name, each with what it may be set to. */
  default Map<String, TargetOption> options() {
    return Map.of();
  }

  /** Returns the names of the options without which a policy cannot bind it. */
  default Set<String> required() {
    return Set.of();
  }

  /**
   * A mistake in the options of a binding that is right in each of them.
   *
   * @param option the option to look at, written or missing
   * @param message the fault in words
   * @param fix the remedy in words
   */
  record Fault(String option, String message, String fix) {}

  /**
   * Returns the faults that are in no option alone.
   *
   * @param binding a binding of this kind, whose options are each right
   */
  default List<Fault> faults(TargetBinding binding) {
    return List.of();
  }

  /**
   * Tells whether what it takes to reach such a system is on this host at all; cheap, and no
   * promise that it can be reached.
   */
  default boolean installed() {
    return true;
  }

  /**
   * Tells whether all targets of the kind are one and the same system of this host, whatever they
   * are called: then a policy can have one of them only.
   */
  default boolean onePerHost() {
    return false;
  }

  /**
   * Tells whether what its targets hold can be reached from this host, be the system on it or not:
   * files of this host, which a mail server in a container reads, can.
   */
  default boolean isReachable() {
    return installed() || onePerHost();
  }

  /**
   * Tells whether its systems are reached over a network: then they keep what they hold while this
   * host starts, and cannot be reached before its network is up.
   */
  default boolean isRemote() {
    return false;
  }

  /**
   * Returns how long one call may take before it is given up: longer than whatever a target itself
   * waits for.
   */
  default Duration deadline() {
    return Duration.ofMinutes(10);
  }

  /**
   * Returns the part of a ruleset that a target with this binding holds, and what it leaves out.
   * Pure.
   */
  default Projection project(Ruleset ruleset, TargetBinding binding) {
    return Projection.whole(ruleset);
  }

  /**
   * Returns one target. Nothing is reached for yet, and no secret is read before it is needed, so
   * that what needs neither works without.
   *
   * @param binding a binding of this kind, with options that were checked
   */
  Target open(TargetBinding binding, Secrets secrets);

  /**
   * Returns one whose artifacts are carried to another host and have to do without us there.
   *
   * @param policy the policy, which the script needs beside the ruleset
   * @param settled the answers in force of every source
   * @param at the time when that was so
   */
  default Target portable(TargetBinding binding, Policy policy, Settled settled, Instant at) {
    return open(binding, Secrets.none());
  }
}
