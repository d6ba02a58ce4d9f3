package org.postern.target.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.Omission;
import org.postern.target.Projection;

/**
 * Which rules of mail are meant for one of several mail servers, by its option {@code rules}.
 *
 * @param names empty for all
 */
public record RuleChoice(Optional<Set<String>> names) {
  /** The option. */
  public static final String OPTION = "rules";

  /** What it may be set to. */
  public static final TargetOption VALUES = new TargetOption.RuleNames();

  /** That of a binding, checked before. */
  public static RuleChoice of(TargetBinding binding) {
    return new RuleChoice(
        Optional.ofNullable(binding.options().get(OPTION)).map(TargetBinding::names));
  }

  /** What of a ruleset a target holds; whether it can is asked elsewhere. */
  public Projection of(Ruleset ruleset) {
    List<AccessRule> held = new ArrayList<>();
    List<Omission> omissions = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      if (names.isEmpty() || names.get().contains(rule.name())) {
        held.add(unlimited(rule, omissions));
      } else {
        omissions.add(
            new Omission(
                rule.name(),
                "is not among its rules",
                Omission.Loss.REFUSES_LESS,
                Optional.empty()));
      }
    }
    return new Projection(new Ruleset(held), omissions);
  }

  /** A mail server logs each recipient that it refuses, at whatever rate. */
  private static AccessRule unlimited(AccessRule rule, List<Omission> omissions) {
    if (rule.judgesPackets() || rule.log().isEmpty()) {
      return rule;
    }
    omissions.add(
        new Omission(
            rule.name(),
            "is logged at each recipient: a mail server has no rate",
            Omission.Loss.LESS));
    return rule.withoutLog();
  }
}
