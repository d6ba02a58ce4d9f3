package org.postern.target;

import java.util.Optional;
import java.util.Set;
import org.postern.plan.AccessRule;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;

/**
 * The rules that are meant for one of several targets, chosen by its option {@code rules}.
 *
 * @param names the names of the chosen rules; empty for all rules
 */
public record RuleChoice(Optional<Set<String>> names) {
  /** The name of the option. */
  public static final String OPTION = "rules";

  /** The values that the option may have. */
  public static final TargetOption VALUES = new TargetOption.RuleNames();

  /** The cause of omission of a rule that is meant for others. */
  public static final String OTHERS = "is not among its rules";

  /** Returns the choice of a binding whose options were checked before. */
  public static RuleChoice of(TargetBinding binding) {
    return new RuleChoice(binding.option(OPTION).map(TargetBinding::names));
  }

  /** Tells whether a rule is meant for it. */
  public boolean takes(AccessRule rule) {
    return names.map(some -> some.contains(rule.name())).orElse(true);
  }
}
