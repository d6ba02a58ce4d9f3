package org.postern.target.windows.exchange;

import java.util.Map;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.RuleChoice;

/**
 * How a policy wants its inbound connector.
 *
 * @param target the name of the target, which is part of the mark
 * @param connector the name of the connector
 * @param application the identifier of the application that the script signs in as; empty to ask
 * @param thumbprint the thumbprint of the application's certificate
 * @param organization the tenant's first domain, such as example.onmicrosoft.com
 * @param rules selects the rules that this target takes
 */
record OnlineOptions(
    String target,
    String connector,
    String application,
    String thumbprint,
    String organization,
    RuleChoice rules) {
  private static final String CONNECTOR = "connector";
  private static final String APPLICATION = "application";
  private static final String THUMBPRINT = "thumbprint";
  private static final String ORGANIZATION = "organization";

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          CONNECTOR,
          new TargetOption.Text(),
          APPLICATION,
          new TargetOption.Name(),
          THUMBPRINT,
          new TargetOption.Name(),
          ORGANIZATION,
          new TargetOption.Name(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static OnlineOptions of(TargetBinding binding) {
    Map<String, String> options = binding.options();
    return new OnlineOptions(
        binding.name(),
        options.getOrDefault(CONNECTOR, "Postern"),
        options.getOrDefault(APPLICATION, ""),
        options.getOrDefault(THUMBPRINT, ""),
        options.getOrDefault(ORGANIZATION, ""),
        RuleChoice.of(binding));
  }
}
