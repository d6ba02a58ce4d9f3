package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An accepted policy with the answers and the ruleset that it led to. It is written before a target
 * is changed, and completed afterwards. Its large parts are its {@link Contents}, which are stored
 * separately; with them it can be restored without querying a source or parsing a policy.
 *
 * @param number counts from 1
 * @param kind the cause of the generation
 * @param at the time when it was created
 * @param accepted the time when its policy was accepted or restored; earlier than {@code at} where
 *     only answers have changed since
 * @param who the user who accepted it
 * @param why the reason; empty when none was given
 * @param digest identifies policy and ruleset
 * @param targets the targets that it was applied to
 * @param policy the name of the policy's file; empty when there is none
 * @param contents names the record of its contents; empty when it has none, or when its own file
 *     holds them, as in the first format
 * @param outcome how applying it ended
 * @param confirmation the confirmation it waits for; empty when it was confirmed, or needed none
 */
public record Generation(
    int number,
    Kind kind,
    Instant at,
    Instant accepted,
    String who,
    String why,
    String digest,
    List<TargetUse> targets,
    String policy,
    Optional<String> contents,
    Outcome outcome,
    Optional<Confirmation> confirmation) {
  public Generation {
    targets = List.copyOf(targets);
  }

  /** The cause of a generation. */
  public enum Kind {
    /** An operator applied a policy. */
    APPLIED,
    /** The sources of the accepted policy answered something else. */
    REFRESHED,
    /** An earlier generation was restored, by order or because a later one was not confirmed. */
    RETURNED
  }

  /** How applying a generation ended. */
  public enum Outcome {
    /**
     * The generation was applied, observed again and proven equal, on one of its targets at least.
     */
    PROVEN,
    /**
     * The generation was written as a sheet of changes for a person to make; it is proven on no
     * other target.
     */
    HANDED,
    /** Nothing was changed. */
    UNCHANGED,
    /** A part was changed, and the observation differs from what was meant. */
    NOT_PROVEN,
    /**
     * The generation was written, and nothing further is known: the run that wrote it did not end.
     */
    PENDING,
    /** The change was not confirmed in time: the generation before it was restored. */
    EXPIRED;

    /** Tells whether a generation that ended so is in force from then on. */
    public boolean isInForce() {
      return this == PROVEN || this == HANDED;
    }
  }

  /**
   * The confirmation that a generation on trial waits for.
   *
   * @param until the time when the generation before it is restored
   * @param boot names the boot of the machine in which it was applied; after another boot the
   *     generation before it is restored
   * @param before the number of the generation to restore, 0 for none
   */
  public record Confirmation(Instant until, String boot, int before) {}

  /**
   * A target and the options with which it was used.
   *
   * @param name the target's name
   * @param kind the name of its kind
   * @param options values by name
   */
  public record TargetUse(String name, String kind, Map<String, String> options) {
    public TargetUse {
      options = Map.copyOf(options);
    }

    /** Returns a copy with other options. */
    public TargetUse withOptions(Map<String, String> other) {
      return new TargetUse(name, kind, other);
    }

    /** Tells whether another has the same name and kind. */
    boolean isSame(TargetUse other) {
      return name.equals(other.name()) && kind.equals(other.kind());
    }
  }

  /** Returns a generation that is not stored, has no policy, and counts as proven. */
  public static Generation unwritten(Instant now, String who, List<TargetUse> targets) {
    return new Generation(
        0,
        Kind.RETURNED,
        now,
        now,
        who,
        "",
        "",
        targets,
        "",
        Optional.empty(),
        Outcome.PROVEN,
        Optional.empty());
  }

  /** Returns the names of the targets. */
  public List<String> targetNames() {
    return targets.stream().map(TargetUse::name).toList();
  }

  /**
   * Returns a copy with stored contents.
   *
   * @param place names the record of the contents
   * @param name the digest of policy and ruleset
   */
  public Generation stored(String place, String name) {
    return with(name, targets, Optional.of(place), outcome, confirmation);
  }

  /**
   * Returns a copy without the targets that were left.
   *
   * @param left the targets that were to be left
   * @param staying the targets of these that still hold something, and stay targets
   */
  public Generation leaving(List<TargetUse> left, List<TargetUse> staying) {
    List<TargetUse> uses =
        Stream.concat(
                targets.stream().filter(use -> left.stream().noneMatch(use::isSame)),
                staying.stream())
            .toList();
    return with(digest, uses, contents, outcome, confirmation);
  }

  /** Returns a copy with this outcome. */
  public Generation ended(Outcome end) {
    return with(end, confirmation);
  }

  /** Returns a copy with this outcome that waits for no confirmation. */
  public Generation settled(Outcome end) {
    return with(end, Optional.empty());
  }

  /** Returns a copy for a clock that was set forward by this duration: a trial keeps its length. */
  public Generation shifted(Duration by) {
    return with(
        outcome,
        confirmation.map(
            waits -> new Confirmation(waits.until().plus(by), waits.boot(), waits.before())));
  }

  private Generation with(Outcome end, Optional<Confirmation> waits) {
    return with(digest, targets, contents, end, waits);
  }

  private Generation with(
      String name,
      List<TargetUse> uses,
      Optional<String> place,
      Outcome end,
      Optional<Confirmation> waits) {
    return new Generation(
        number, kind, at, accepted, who, why, name, uses, policy, place, end, waits);
  }
}
