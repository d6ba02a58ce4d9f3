package org.postern.target.api.kerio;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.api.ApiServer;

/**
 * Which group of which server.
 *
 * @param target the name of the target, which is part of the mark of its entries
 * @param server where it is
 * @param group the name of the group
 * @param rules those that are meant for it; empty means all
 */
record KerioOptions(String target, ApiServer server, String group, Optional<Set<String>> rules) {
  private static final String GROUP = "group";
  private static final String RULES = "rules";

  /** What a policy may write. */
  static final Map<String, TargetOption> KNOWN =
      ApiServer.options(
          Map.of(GROUP, new TargetOption.Text(), RULES, new TargetOption.RuleNames()));

  /** Those of a binding, checked before. */
  static KerioOptions of(TargetBinding binding) {
    return new KerioOptions(
        binding.name(),
        ApiServer.of(binding),
        binding.options().getOrDefault(GROUP, "Postern"),
        Optional.ofNullable(binding.options().get(RULES)).map(TargetBinding::names));
  }

  /** Whether this rule is meant for it. */
  boolean takes(String rule) {
    return rules.map(names -> names.contains(rule)).orElse(true);
  }
}
