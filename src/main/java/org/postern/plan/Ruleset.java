package org.postern.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The intermediate representation: what a target is meant to hold, or was seen to hold. Rules have
 * no order because no two cover the same packet.
 *
 * @param rules sorted by name
 */
public record Ruleset(List<AccessRule> rules) {
  public Ruleset {
    List<AccessRule> sorted = new ArrayList<>(rules);
    sorted.sort(Comparator.comparing(AccessRule::name));
    rules = List.copyOf(sorted);
    for (int i = 1; i < rules.size(); i++) {
      if (rules.get(i).name().equals(rules.get(i - 1).name())) {
        throw new IllegalArgumentException("two rules are called " + rules.get(i).name());
      }
    }
  }

  /** Returns the ruleset that judges nothing. */
  public static Ruleset empty() {
    return new Ruleset(List.of());
  }

  /**
   * Returns a copy that also accepts the peers which another ruleset accepts by the same rules. No
   * rule is added or taken away, and no peer is refused that was accepted.
   */
  public Ruleset admitting(Ruleset newer) {
    return new Ruleset(
        rules.stream()
            .map(
                rule ->
                    newer
                        .rule(rule.name())
                        .map(other -> forSameMail(rule, other))
                        .filter(rule::sameFrame)
                        .map(rule::admitting)
                        .orElse(rule))
            .toList());
  }

  /**
   * Returns the rule for the mail of a newer one: domains that join or leave meanwhile keep no peer
   * out.
   */
  private static AccessRule forSameMail(AccessRule rule, AccessRule newer) {
    return rule.scope() instanceof Scope.Mail own && newer.scope() instanceof Scope.Mail other
        ? newer.withScope(other.forRecipients(own.recipients()))
        : newer;
  }

  /** Returns the one meaning of a ruleset, in the long run: no rule stays open. */
  public Judgement verdict(Attempt attempt) {
    return covering(attempt).map(rule -> rule.judge(attempt)).orElse(Judgement.UNJUDGED);
  }

  /** Returns the verdict at a moment, when some rule may be open. */
  public Judgement verdict(Attempt attempt, Instant at) {
    return covering(attempt).map(rule -> rule.judge(attempt, at)).orElse(Judgement.UNJUDGED);
  }

  /** Returns the rule that judges an attempt. */
  public Optional<AccessRule> covering(Attempt attempt) {
    return rules.stream().filter(rule -> rule.covers(attempt)).findFirst();
  }

  /** Returns the rule whose scope holds an attempt, of any peer. */
  Optional<AccessRule> scoped(Attempt attempt) {
    return rules.stream().filter(rule -> rule.scope().covers(attempt)).findFirst();
  }

  /** Returns a copy with those rules alone that judge packets. */
  public Ruleset ofPackets() {
    return new Ruleset(rules.stream().filter(AccessRule::judgesPackets).toList());
  }

  /** Returns the rule of that name. */
  public Optional<AccessRule> rule(String name) {
    return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
  }
}
