package org.postern.pipeline;

import java.util.List;
import java.util.Optional;
import org.postern.plan.AccessRule;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.target.Facets;
import org.postern.target.ForeignEffects;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** Adds to what a target was seen to hold what others leave of it. */
public final class Effects {
  private Effects() {}

  /**
   * Returns the observation with the effects. That they cannot be read takes nothing from what was
   * seen.
   *
   * @param meant the rules that the target holds, or is to hold
   */
  public static Observation with(Target target, Observation seen, Ruleset meant) {
    Optional<Facets.EffectCheck> check = target.facets().effects();
    if (check.isEmpty()) {
      return seen.leaving(List.of());
    }
    try {
      return seen.leaving(check.get().of(meant));
    } catch (TargetException e) {
      return seen.leaving(unread(target.capabilities().target(), meant, e));
    }
  }

  private static String what(AccessRule rule, String target) {
    return rule.judgesPackets()
        ? "rules of others beside " + target
        : "the configuration of " + target;
  }

  private static List<Effect> unread(String target, Ruleset meant, TargetException e) {
    return meant.rules().stream()
        .filter(rule -> ForeignEffects.promises(rule) || !rule.judgesPackets())
        .map(
            rule ->
                new Effect(
                    rule.name(),
                    Effect.Kind.UNTOLD,
                    what(rule, target),
                    "cannot be read: " + e.getMessage(),
                    List.of()))
        .toList();
  }
}
