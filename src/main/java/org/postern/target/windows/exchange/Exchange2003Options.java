package org.postern.target.windows.exchange;

import java.util.Map;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.RuleChoice;

/**
 * How a policy wants its connection control.
 *
 * @param target the name of the target, which is part of the name of the file with the mark
 * @param server empty for the one that the script runs on
 * @param virtualServer the number of the SMTP virtual server
 * @param controller the domain controller; empty for any
 * @param usersElsewhere whether users hand in their mail at another virtual server
 * @param rules selects the rules that this target takes
 */
record Exchange2003Options(
    String target,
    String server,
    int virtualServer,
    String controller,
    boolean usersElsewhere,
    RuleChoice rules) {
  private static final String SERVER = "server";
  private static final String VIRTUAL_SERVER = "vsi";
  private static final String CONTROLLER = "dc";
  private static final String USERS = "users";

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          SERVER,
          new TargetOption.Name(),
          VIRTUAL_SERVER,
          TargetOption.oneOf("1", "2", "3", "4", "5", "6", "7", "8", "9"),
          CONTROLLER,
          new TargetOption.Name(),
          USERS,
          TargetOption.oneOf("here", "elsewhere"),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static Exchange2003Options of(TargetBinding binding) {
    Map<String, String> options = binding.options();
    return new Exchange2003Options(
        binding.name(),
        options.getOrDefault(SERVER, ""),
        Integer.parseInt(options.getOrDefault(VIRTUAL_SERVER, "1")),
        options.getOrDefault(CONTROLLER, ""),
        "elsewhere".equals(options.get(USERS)),
        RuleChoice.of(binding));
  }
}
