package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One accepted policy with the answers and the ruleset it led to: what is small of it. Written
 * before a target is touched, completed afterwards. With its {@link Contents}, which are stored
 * apart, it is all that bringing it back takes: no source is asked, and no policy is parsed.
 *
 * @param number counts from 1
 * @param kind what led to it
 * @param at when it came to be
 * @param accepted when its policy was accepted, or it came back: earlier than {@code at} where only
 *     answers have changed since
 * @param who accepted it
 * @param why, empty when nothing was said
 * @param digest of policy and ruleset
 * @param targets what it was applied to
 * @param policy the name of the policy's file, empty when there is none
 * @param contents names the record of its contents; empty when it has none, or when its own file
 *     holds them, as in the first format
 * @param outcome how applying it ended
 * @param confirmation what it waits for; empty when it was confirmed, or never had to be
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

  /** What led to a generation. */
  public enum Kind {
    /** An operator applied a policy. */
    APPLIED,
    /** The sources of the accepted policy answered something else. */
    REFRESHED,
    /** What was in force before came back, ordered or because what came after was not confirmed. */
    RETURNED
  }

  /** How applying a generation ended. */
  public enum Outcome {
    /** Applied, observed again and proven equal, on one of its targets at least. */
    PROVEN,
    /** Written for a person, who carries it out; proven on no other target. */
    HANDED,
    /** Nothing was changed. */
    UNCHANGED,
    /** Something was changed, and the observation differs. */
    NOT_PROVEN,
    /** Written, and nothing further is known: the run that wrote it did not end. */
    PENDING,
    /** It was to be confirmed in time, and was not: the one before it came back. */
    EXPIRED;

    /** Whether a generation that ended so is in force from then on. */
    public boolean isInForce() {
      return this == PROVEN || this == HANDED;
    }
  }

  /**
   * What a generation that was applied on trial waits for.
   *
   * @param until when the generation before it comes back
   * @param boot names the run of the machine in which it was applied; a later one starts with the
   *     generation before it
   * @param before the number of the generation that comes back, 0 for none
   */
  public record Confirmation(Instant until, String boot, int before) {}

  /**
   * A target and the options under which it was used.
   *
   * @param name the target's name
   * @param kind what it is
   * @param options names to values
   */
  public record TargetUse(String name, String kind, Map<String, String> options) {
    public TargetUse {
      options = Map.copyOf(options);
    }

    /** Returns a copy with other options. */
    public TargetUse withOptions(Map<String, String> other) {
      return new TargetUse(name, kind, other);
    }

    /** Whether another is called the same and is of the same kind. */
    boolean isSame(TargetUse other) {
      return name.equals(other.name()) && kind.equals(other.kind());
    }
  }

  /** A generation that is nowhere written, of no policy, as if it had been proven. */
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

  /** The names of the targets. */
  public List<String> targetNames() {
    return targets.stream().map(TargetUse::name).toList();
  }

  /** Returns a copy whose contents are stored there, and are named so. */
  public Generation stored(String place, String name) {
    return with(name, targets, Optional.of(place), outcome, confirmation);
  }

  /**
   * Returns a copy that has left targets.
   *
   * @param left all that it was to leave
   * @param staying those of them that hold something still, and go on as targets of it
   */
  public Generation leaving(List<TargetUse> left, List<TargetUse> staying) {
    List<TargetUse> uses =
        Stream.concat(
                targets.stream().filter(use -> left.stream().noneMatch(use::isSame)),
                staying.stream())
            .toList();
    return with(digest, uses, contents, outcome, confirmation);
  }

  /** Returns a copy with its end known. */
  public Generation ended(Outcome end) {
    return with(end, confirmation);
  }

  /** Returns a copy with its end known, waiting for nothing any more. */
  public Generation settled(Outcome end) {
    return with(end, Optional.empty());
  }

  /**
   * Returns a copy on a clock that was set forward by so much: a trial lasts as long as it was to.
   */
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
