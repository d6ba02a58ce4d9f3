package org.postern.target.nftables;

import org.postern.policy.Hook;

/** The base chains of our table. */
final class BaseChains {
  /** Before iptables and firewalld, so that our counters see what arrives. */
  private static final int PRIORITY = -10;

  private BaseChains() {}

  /** Where a hook's chain hangs. Its policy is accept: we restrict what we name, nothing else. */
  static Chains.BaseHook hook(Hook hook) {
    return Chains.BaseHook.filter(number(hook), PRIORITY);
  }

  static int number(Hook hook) {
    return switch (hook) {
      case INPUT -> NfTables.NF_INET_LOCAL_IN;
      case FORWARD -> NfTables.NF_INET_FORWARD;
      case OUTPUT -> NfTables.NF_INET_LOCAL_OUT;
    };
  }
}
