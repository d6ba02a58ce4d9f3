package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.policy.PolicyText;

/**
 * One accepted policy with the answers and the ruleset it led to. Written before a target is
 * touched, completed afterwards. It holds all that bringing it back takes: no source is asked, and
 * no policy is parsed.
 *
 * @param number counts from 1
 * @param kind what led to it
 * @param at when it came to be
 * @param accepted when somebody accepted its policy, or it came back: earlier than {@code at} where
 *     only answers have changed since
 * @param who accepted it
 * @param why, empty when nothing was said
 * @param digest of policy and ruleset
 * @param targets what it was applied to
 * @param texts the policy with its includes, under absolute names
 * @param lock the lockfile that its answers are from; empty when the sources were asked
 * @param lastGood the answers in force
 * @param ruleset as a tree of maps, lists and strings
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
    List<PolicyText> texts,
    Optional<PolicyText> lock,
    List<LastGood> lastGood,
    Map<String, Object> ruleset,
    Outcome outcome,
    Optional<Confirmation> confirmation) {
  public Generation {
    targets = List.copyOf(targets);
    texts = List.copyOf(texts);
    lastGood = List.copyOf(lastGood);
    ruleset = Map.copyOf(ruleset);
  }

  /** What led to a generation. */
  public enum Kind {
    /** Somebody applied a policy. */
    APPLIED,
    /** The sources of the accepted policy answered something else. */
    REFRESHED,
    /** What was in force before came back, ordered or because nobody confirmed what came after. */
    RETURNED
  }

  /** How applying a generation ended. */
  public enum Outcome {
    /** Applied, observed again and proven equal. */
    PROVEN,
    /** Nothing was changed. */
    UNCHANGED,
    /** Something was changed, and the observation differs. */
    NOT_PROVEN,
    /** Written, and nothing further is known: the run that wrote it did not end. */
    PENDING,
    /** It was to be confirmed in time, and was not: the one before it came back. */
    EXPIRED
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
   * @param options names to values
   */
  public record TargetUse(String name, Map<String, String> options) {
    public TargetUse {
      options = Map.copyOf(options);
    }
  }

  /** Returns a copy without answers and rules. */
  public Generation outline() {
    return with(List.of(), Map.of());
  }

  /** Returns a copy with these answers and rules. */
  public Generation with(List<LastGood> answers, Map<String, Object> rules) {
    return new Generation(
        number,
        kind,
        at,
        accepted,
        who,
        why,
        digest,
        targets,
        texts,
        lock,
        answers,
        rules,
        outcome,
        confirmation);
  }

  /** The same with its end known. */
  public Generation ended(Outcome end) {
    return new Generation(
        number,
        kind,
        at,
        accepted,
        who,
        why,
        digest,
        targets,
        texts,
        lock,
        lastGood,
        ruleset,
        end,
        confirmation);
  }

  /** The same on a clock that was set forward by so much: a trial lasts as long as it was to. */
  public Generation shifted(Duration by) {
    return new Generation(
        number,
        kind,
        at,
        accepted,
        who,
        why,
        digest,
        targets,
        texts,
        lock,
        lastGood,
        ruleset,
        outcome,
        confirmation.map(
            waits -> new Confirmation(waits.until().plus(by), waits.boot(), waits.before())));
  }

  /** The same, waiting for nothing any more. */
  public Generation settled(Outcome end) {
    return new Generation(
        number,
        kind,
        at,
        accepted,
        who,
        why,
        digest,
        targets,
        texts,
        lock,
        lastGood,
        ruleset,
        end,
        Optional.empty());
  }
}
