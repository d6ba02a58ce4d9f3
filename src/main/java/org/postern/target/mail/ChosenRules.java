package org.postern.target.mail;

import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission.Loss;
import org.postern.target.Projection;
import org.postern.target.RuleChoice;

/** The rules that are meant for a mail server, as far as every mail server can hold them. */
public final class ChosenRules {
  private ChosenRules() {}

  /**
   * Returns the part of a ruleset that a target holds by its options; whether its mail server can
   * hold it is asked elsewhere. Pure.
   */
  public static Projection of(Ruleset ruleset, TargetBinding binding) {
    RuleChoice choice = RuleChoice.of(binding);
    Projection.Builder projection = Projection.builder();
    for (AccessRule rule : ruleset.rules()) {
      if (!choice.takes(rule)) {
        projection.note(rule, RuleChoice.OTHERS, Loss.REFUSES_LESS);
      } else if (rule.judgesPackets() || rule.log().isEmpty()) {
        projection.hold(rule);
      } else {
        String cause = "is logged at each recipient: a mail server has no rate";
        projection.note(rule, cause, Loss.LESS);
        projection.hold(rule.withoutLog());
      }
    }
    return projection.build();
  }
}
