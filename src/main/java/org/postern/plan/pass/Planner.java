package org.postern.plan.pass;

import java.util.ArrayList;
import java.util.List;
import org.postern.plan.Capabilities;
import org.postern.plan.EffectiveSet;
import org.postern.plan.Meaning;
import org.postern.plan.Obstacle;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.policy.Policy;

/**
 * The ordered passes from what is in force to what targets are to hold. Widening comes after
 * references and {@code never}, because a block may only be widened when all it must not cover is
 * known; rules come last, because their own {@code never} cuts into what was widened.
 */
public final class Planner {
  private Planner() {}

  /** Runs the passes. Pure. */
  public static Meaning plan(Policy policy, Settled settled) {
    List<EffectiveSet> sets = new SetComposer(policy, settled).compose();
    List<Obstacle> obstacles = new ArrayList<>();
    Ruleset ruleset = new RuleBuilder(policy, settled, sets).build(obstacles);
    return new Meaning(settled, sets, ruleset, obstacles);
  }

  /**
   * Returns the rules of a policy before any source is asked: each accepts a single peer that
   * stands for its sets, and refuses all others even where it only observes at first.
   */
  public static Ruleset outline(Policy policy) {
    return RuleBuilder.outline(policy);
  }

  /** Returns what a ruleset asks of a target that it cannot do. */
  public static List<Obstacle> fit(Ruleset ruleset, Capabilities capabilities) {
    return CapabilityCheck.check(ruleset, capabilities, (rule, most) -> "");
  }

  /** Finds the obstacles, with advice on how rules of a policy could be made to fit. */
  public static List<Obstacle> fit(
      Ruleset ruleset, Capabilities capabilities, Policy policy, Meaning meaning) {
    return CapabilityCheck.check(
        ruleset, capabilities, (rule, most) -> new LimitAdvice(policy, meaning).of(rule, most));
  }
}
