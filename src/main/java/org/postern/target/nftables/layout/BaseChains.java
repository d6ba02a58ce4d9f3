package org.postern.target.nftables.layout;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.policy.Hook;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.wire.Chains;

/** The base chains of our table. */
public final class BaseChains {
  /** The priority before iptables and firewalld, so that our counters see what arrives. */
  private static final int PRIORITY = -10;

  /**
   * The priority before {@code NF_IP6_PRI_CONNTRACK_DEFRAG}, -400, at which connection tracking
   * puts fragments together.
   */
  private static final int BEFORE_DEFRAGMENTATION = -410;

  private static final Map<String, Chains.BaseHook> ALL = all();

  private BaseChains() {}

  private static Map<String, Chains.BaseHook> all() {
    Map<String, Chains.BaseHook> all = new TreeMap<>();
    for (Hook hook : Hook.values()) {
      all.put(Names.base(hook), Chains.BaseHook.filter(number(hook), PRIORITY));
    }
    all.put(
        Names.PREROUTING,
        Chains.BaseHook.filter(NfTables.NF_INET_PRE_ROUTING, BEFORE_DEFRAGMENTATION));
    return Map.copyOf(all);
  }

  /**
   * Returns the hook and priority of a chain of that name; empty for one that is no base chain of
   * ours. The policy is accept: we restrict what we name, nothing else.
   */
  public static Optional<Chains.BaseHook> of(String chain) {
    return Optional.ofNullable(ALL.get(chain));
  }

  /** Returns the name of the hook of a base chain, for nft(8). */
  static String hookName(int number) {
    return ALL.entrySet().stream()
        .filter(one -> one.getValue().hook() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no hook of ours: " + number));
  }

  /** Returns the hook of rules that a base chain of others hangs at, if rules have it. */
  public static Optional<Hook> hook(int number) {
    return Arrays.stream(Hook.values()).filter(hook -> number(hook) == number).findFirst();
  }

  private static int number(Hook hook) {
    return switch (hook) {
      case INPUT -> NfTables.NF_INET_LOCAL_IN;
      case FORWARD -> NfTables.NF_INET_FORWARD;
      case OUTPUT -> NfTables.NF_INET_LOCAL_OUT;
    };
  }
}
