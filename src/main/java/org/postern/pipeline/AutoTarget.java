package org.postern.pipeline;

import java.util.function.BooleanSupplier;
import org.postern.target.TargetKind;

/**
 * The host's own packet filter, whichever it is. It is looked for each time it is asked for; what a
 * run binds and writes down is the kind that was chosen.
 *
 * @param windows the kind that is taken on Windows
 * @param nftables the kind that is taken elsewhere where the kernel has it and no rules are kept in
 *     the older iptables
 * @param iptables the kind that is taken otherwise
 * @param hasNfTables whether the kernel has nf_tables
 * @param usesLegacy whether others keep rules in the older iptables
 */
public record AutoTarget(
    TargetKind windows,
    TargetKind nftables,
    TargetKind iptables,
    BooleanSupplier hasNfTables,
    BooleanSupplier usesLegacy) {
  /**
   * A choice.
   *
   * @param why the reason in words; empty where there was nothing to choose from
   */
  public record Choice(TargetKind kind, String why) {
    /** Returns which kind was chosen and why, in words. */
    String sentence() {
      return "auto takes " + kind.name() + ": " + why;
    }
  }

  /** Chooses the kind. */
  public Choice choose() {
    if (windows.installed()) {
      return new Choice(windows, "this is Windows");
    }
    if (!hasNfTables.getAsBoolean()) {
      return new Choice(iptables, "the kernel has no nf_tables");
    }
    return usesLegacy.getAsBoolean()
        ? new Choice(iptables, "this host's firewall is in the older iptables")
        : new Choice(
            nftables, "the kernel has nf_tables, and no rules are kept in the older iptables");
  }
}
