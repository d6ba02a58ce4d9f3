package org.postern.target.windows;

import java.util.Map;
import java.util.Set;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.RuleChoice;

/**
 * How a policy wants its Windows rules.
 *
 * @param block whether every rule is a block of all others, also where one may be opened
 * @param form the interface of the firewall that the script speaks to
 * @param selfResolving whether the script asks for names itself
 * @param rules the rules that are meant for Windows
 * @param opened the rules that say {@code opens: true}
 */
record WindowsOptions(
    boolean block, Form form, boolean selfResolving, RuleChoice rules, Set<String> opened) {
  private static final String MODE = "mode";
  private static final String FORM = "form";
  private static final String KIND = "kind";
  private static final String OPENS = "opens";

  /** An interface to the firewall. */
  enum Form {
    /** The cmdlets of Windows 8, Server 2012 and later. */
    NETSECURITY,
    /** The COM objects that Server 2008 has too, for PowerShell 2.0. */
    COM
  }

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          MODE,
          TargetOption.oneOf("allow", "block-complement"),
          FORM,
          TargetOption.oneOf("netsecurity", "com"),
          KIND,
          TargetOption.oneOf("fixed", "self-resolving"),
          RuleChoice.OPTION,
          RuleChoice.VALUES,
          OPENS,
          new TargetOption.OpenedRules());

  /** Returns the options of a binding that was checked before. */
  static WindowsOptions of(TargetBinding binding) {
    Map<String, String> options = binding.options();
    return new WindowsOptions(
        "block-complement".equals(options.get(MODE)),
        "com".equals(options.get(FORM)) ? Form.COM : Form.NETSECURITY,
        "self-resolving".equals(options.get(KIND)),
        RuleChoice.of(binding),
        TargetBinding.names(options.getOrDefault(OPENS, "")));
  }

  /** Tells whether this rule is one that allows; otherwise it blocks all others. */
  boolean allows(String rule) {
    return !block && opened.contains(rule);
  }
}
