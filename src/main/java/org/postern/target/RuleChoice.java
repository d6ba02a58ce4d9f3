package org.postern.target;

import java.util.Optional;
import java.util.Set;
import org.postern.plan.AccessRule;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;

/**
 * Which rules are meant for one of several targets, by its option {@code rules}.
 *
 * @param names empty for all
 */
public record RuleChoice(Optional<Set<String>> names) {
  /** The option. */
  public static final String OPTION = "rules";

  /** What it may be set to. */
  public static final TargetOption VALUES = new TargetOption.RuleNames();

  /** Why a rule that is meant for others is not held. */
  public static final String OTHERS = "is not among its rules";

  /** That of a binding, checked before. */
  public static RuleChoice of(TargetBinding binding) {
    return new RuleChoice(binding.option(OPTION).map(TargetBinding::names));
  }

  /** Whether a rule is meant for it. */
  public boolean takes(AccessRule rule) {
    return names.map(some -> some.contains(rule.name())).orElse(true);
  }
}
