package org.postern.target.windows.exchange;

import java.util.Map;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.RuleChoice;

/**
 * The options of a receive connector in a policy.
 *
 * @param target the name of the target, which is part of the mark on the connector
 * @param server the server; empty for the one on which the script runs
 * @param connector the connector; empty for the one that takes mail from the Internet by default
 * @param selfResolving whether the script resolves names itself
 * @param console whether the scheduled task loads Exchange by its console file, as Small Business
 *     Server 2008 requires
 * @param usersElsewhere whether users submit mail at another port, so that none is cut off
 * @param rules selects the rules that this target takes
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

  /** The options that a policy may set. */
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

  /** Returns the options of a binding that was checked before. */
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
