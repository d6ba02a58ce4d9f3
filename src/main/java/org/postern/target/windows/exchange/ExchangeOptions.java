package org.postern.target.windows.exchange;

import java.util.Map;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.RuleChoice;

/**
 * How a policy wants its receive connector.
 *
 * @param target what the target is called, which is part of the mark
 * @param server empty for the one that the script runs on
 * @param connector empty for the one that takes mail from the Internet by default
 * @param selfResolving whether the script asks for names itself
 * @param console whether the task runs it by the console file of Exchange, as Small Business Server
 *     2008 has it
 * @param usersElsewhere whether users hand in their mail at another port, so that none is cut off
 * @param rules the rules that are meant for it
 */
record ExchangeOptions(
    String target,
    String server,
    String connector,
    boolean selfResolving,
    boolean console,
    boolean usersElsewhere,
    RuleChoice rules) {
  private static final String SERVER = "server";
  private static final String CONNECTOR = "connector";
  private static final String KIND = "kind";
  private static final String FORM = "form";
  private static final String USERS = "users";

  /** What a policy may write. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          SERVER,
          new TargetOption.Name(),
          CONNECTOR,
          new TargetOption.Text(),
          KIND,
          TargetOption.oneOf("fixed", "self-resolving"),
          FORM,
          TargetOption.oneOf("snap-in", "console"),
          USERS,
          TargetOption.oneOf("here", "elsewhere"),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Those of a binding, checked before. */
  static ExchangeOptions of(TargetBinding binding) {
    Map<String, String> options = binding.options();
    return new ExchangeOptions(
        binding.name(),
        options.getOrDefault(SERVER, ""),
        options.getOrDefault(CONNECTOR, ""),
        "self-resolving".equals(options.get(KIND)),
        "console".equals(options.get(FORM)),
        "elsewhere".equals(options.get(USERS)),
        RuleChoice.of(binding));
  }
}
