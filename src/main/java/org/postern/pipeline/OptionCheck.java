package org.postern.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.plan.TargetOption;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.TargetBinding;

/** Compares the options that a policy gives its targets with those that they have. */
final class OptionCheck {
  private final Map<String, Map<String, TargetOption>> known;
  private final Report report;

  /**
   * For one policy.
   *
   * @param known of each target
   */
  OptionCheck(Map<String, Map<String, TargetOption>> known, Report report) {
    this.known = known;
    this.report = report;
  }

  void check(Policy policy) {
    for (TargetBinding target : policy.targets()) {
      new TreeMap<>(target.options())
          .forEach((option, value) -> check(policy, target, option, value));
    }
  }

  private void check(Policy policy, TargetBinding target, String option, String value) {
    Map<String, TargetOption> options = known.getOrDefault(target.name(), Map.of());
    boolean good =
        switch (Optional.ofNullable(options.get(option)).orElse(new TargetOption.OpenedRules())) {
          case TargetOption.OneOf one -> one.words().contains(value);
          case TargetOption.RuleNames names -> {
            checkRules(policy, target, option, value);
            yield true;
          }
          case TargetOption.OpenedRules opened -> false;
        };
    if (!good) {
      add(
          target,
          "%s has no option %s: %s".formatted(target.name(), option, value),
          options.isEmpty()
              ? "write the name alone: it has no options"
              : "its options are " + listed(options));
    }
  }

  private void checkRules(Policy policy, TargetBinding target, String option, String value) {
    List<String> rules = policy.rules().stream().map(Rule::name).toList();
    for (String name : value.split(",", -1)) {
      if (!rules.contains(name)) {
        add(
            target,
            "%s: there is no rule %s for option %s".formatted(target.name(), name, option),
            "rules are " + String.join(", ", rules));
      }
    }
  }

  private void add(TargetBinding target, String message, String fix) {
    report.add(Code.BAD_OPTION, target.span(), message, fix);
  }

  private static String listed(Map<String, TargetOption> options) {
    return new TreeMap<>(options)
        .entrySet().stream()
            .filter(one -> !(one.getValue() instanceof TargetOption.OpenedRules))
            .map(one -> one.getKey() + " (" + one.getValue().describe() + ")")
            .collect(Collectors.joining(", "));
  }
}
