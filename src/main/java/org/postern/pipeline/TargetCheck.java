package org.postern.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.pass.Planner;
import org.postern.policy.Policy;
import org.postern.policy.TargetBinding;
import org.postern.target.Projection;
import org.postern.target.TargetException;
import org.postern.target.TargetKind;

/** Checks the targets of a policy against their kinds; no host is looked at. */
final class TargetCheck {
  private final Targets targets;
  private final Policy policy;
  private final Report report;

  TargetCheck(Targets targets, Policy policy, Report report) {
    this.targets = targets;
    this.policy = policy;
    this.report = report;
  }

  /**
   * Checks the targets.
   *
   * @param accepted whether the policy was accepted before: then only what keeps a target from
   *     being opened is a mistake
   */
  void run(boolean accepted) {
    for (TargetBinding binding : policy.targets()) {
      options(binding)
          .check(policy, targets.kind(binding.kind()).map(TargetKind::required).orElse(Set.of()));
    }
    if (!accepted && !report.hasErrors()) {
      for (TargetBinding binding : policy.targets()) {
        options(binding)
            .report(
                targets.kind(binding.kind()).map(kind -> kind.faults(binding)).orElse(List.of()));
      }
    }
    if (!accepted && !report.hasErrors()) {
      checkSystems();
      checkRules();
    }
  }

  private OptionCheck options(TargetBinding binding) {
    return new OptionCheck(
        binding, targets.kind(binding.kind()).map(TargetKind::options).orElse(Map.of()), report);
  }

  /** Checks that no two targets are one system, which cannot hold what both ask of it. */
  private void checkSystems() {
    Map<String, TargetBinding> seen = new HashMap<>();
    for (TargetBinding binding : policy.targets()) {
      if (targets.kind(binding.kind()).filter(TargetKind::onePerHost).isPresent()) {
        TargetBinding first = seen.putIfAbsent(binding.kind(), binding);
        if (first != null && !first.name().equals(binding.name())) {
          report.add(
              Code.ONE_PER_HOST,
              binding.span(),
              "this host has one %s, and %s at %s is it already"
                  .formatted(binding.kind(), first.name(), first.span().position()),
              "keep one of the two");
        }
      }
    }
  }

  /** Checks the rules as if all refused: a rule that only observes at first is one all the same. */
  private void checkRules() {
    Ruleset outline = Planner.outline(policy);
    if (outline.rules().stream().allMatch(rule -> rule.otherwise().isEmpty())) {
      return;
    }
    for (TargetBinding binding : policy.targets()) {
      if (!binding.kind().equals(TargetBinding.AUTO)) {
        checkRules(binding, outline);
      }
    }
  }

  private void checkRules(TargetBinding binding, Ruleset outline) {
    Projection projection;
    try {
      projection =
          new Projections(targets).of(targets.bound(binding.name(), policy), policy, outline);
    } catch (TargetException e) {
      throw new IllegalStateException("the parser knows the same targets", e);
    }
    if (projection.held().rules().isEmpty()) {
      report.add(
          Code.TARGET_WITHOUT_RULE,
          binding.span(),
          "target %s holds none of the rules: %s"
              .formatted(binding.name(), why(projection, outline.rules())),
          "take it out of targets, or write a rule that it can hold");
    }
  }

  private static String why(Projection projection, List<AccessRule> rules) {
    List<String> causes = projection.sentences();
    String first = causes.isEmpty() ? "it takes none of them" : causes.getFirst();
    int more = rules.size() - 1;
    return more < 1 ? first : first + ", and " + more + " more";
  }
}
