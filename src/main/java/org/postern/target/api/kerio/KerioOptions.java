package org.postern.target.api.kerio;

import java.util.Map;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.RuleChoice;
import org.postern.target.api.ApiServer;

/**
 * The group of a server that a target fills.
 *
 * @param target the name of the target, which is part of the mark of its entries
 * @param server the server and how it is reached
 * @param group the name of the group
 * @param rules the rules that are meant for it
 */
record KerioOptions(String target, ApiServer server, String group, RuleChoice rules) {
  private static final String GROUP = "group";

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      ApiServer.options(
          Map.of(GROUP, new TargetOption.Text(), RuleChoice.OPTION, RuleChoice.VALUES));

  /** Returns the options of a binding that was checked before. */
  static KerioOptions of(TargetBinding binding) {
    return new KerioOptions(
        binding.name(),
        ApiServer.of(binding),
        binding.options().getOrDefault(GROUP, "Postern"),
        RuleChoice.of(binding));
  }
}
