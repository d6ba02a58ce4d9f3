package org.postern.command.simulate;

import java.time.Instant;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Ruleset;
import org.postern.policy.Refusal;

/**
 * The verdict of a ruleset on a packet.
 *
 * @param word the verdict now
 * @param later the verdict when no rule is open any more
 * @param rule the rule that decides; empty when none does
 * @param until the time when the rule closes again; empty unless it is open
 */
record Verdicts(String word, String later, Optional<String> rule, Optional<Instant> until) {
  static final String UNJUDGED = "not judged";

  static Verdicts of(Ruleset ruleset, Attempt.Opening packet, Instant now) {
    Optional<AccessRule> rule = ruleset.covering(packet);
    if (rule.isEmpty()) {
      return unjudged();
    }
    AccessRule judge = rule.get();
    boolean open = judge.isOpen(now) && judge.judge(packet) == Judgement.REFUSED;
    return new Verdicts(
        open ? "let in" : word(judge, judge.judge(packet)),
        word(judge, judge.judge(packet)),
        Optional.of(judge.name()),
        judge.openUntil().filter(_ -> open));
  }

  static Verdicts unjudged() {
    return new Verdicts(UNJUDGED, UNJUDGED, Optional.empty(), Optional.empty());
  }

  private static String word(AccessRule rule, Judgement judgement) {
    return switch (judgement) {
      case ACCEPTED -> "accepted";
      case OBSERVED -> "observed";
      case REFUSED ->
          rule.otherwise().filter(Refusal.REJECT::equals).isPresent() ? "rejected" : "dropped";
      case UNJUDGED -> UNJUDGED;
    };
  }

  boolean isUnjudged() {
    return rule.isEmpty();
  }

  /** Tells whether the same becomes of the packet, whichever rule decides. */
  boolean isLike(Verdicts other) {
    return word.equals(other.word) && later.equals(other.later);
  }

  /** Returns the verdict as a sentence without its subject. */
  String text() {
    String by = rule.map(name -> " by rule " + name).orElse("");
    String open = until.map(time -> ", open until %s, then %s".formatted(time, later)).orElse("");
    return word + by + open;
  }
}
