package org.postern.target;

import java.util.Optional;
import org.postern.plan.AccessRule;

/**
 * The part of a rule that a target leaves out.
 *
 * @param rule the rule's name
 * @param cause what is left out and why, in words that follow the rule's name
 * @param loss what that means for the rule
 * @param heldBy another target of the policy that holds the rule whole, so that nothing is lost;
 *     empty where none does
 */
public record Omission(String rule, String cause, Loss loss, Optional<String> heldBy) {
  /** The kind of loss. */
  public enum Loss {
    /** No loss: what is left out judges no opening. */
    NOTHING,
    /** The rule does less than it says, and refuses the same peers. */
    LESS,
    /** The rule refuses fewer peers than it says, or none. */
    REFUSES_LESS;

    /** Returns the loss where nothing of a rule is held. */
    public static Loss ofAll(AccessRule rule) {
      return rule.otherwise()
          .map(verdict -> verdict.refuses() ? REFUSES_LESS : LESS)
          .orElse(NOTHING);
    }
  }

  /** Creates an omission of which no other target is known to hold the rule. */
  public Omission(String rule, String cause, Loss loss) {
    this(rule, cause, loss, Optional.empty());
  }

  /** Returns a copy that another target makes up for, if one does. */
  public Omission heldBy(Optional<String> target) {
    return new Omission(rule, cause, loss, target);
  }

  /** Tells whether the rule refuses fewer peers than it says. */
  public boolean refusesLess() {
    return loss == Loss.REFUSES_LESS;
  }

  /** Tells whether something is lost that no other target of the policy makes up for. */
  public boolean isLoss() {
    return loss != Loss.NOTHING && heldBy.isEmpty();
  }

  /** Returns the omission in one line. */
  public String sentence() {
    return "rule %s %s%s"
        .formatted(rule, cause, heldBy.map(other -> "; " + other + " holds it").orElse(""));
  }
}
