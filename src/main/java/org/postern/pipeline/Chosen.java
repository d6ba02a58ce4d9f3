package org.postern.pipeline;

import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.ForwardingTarget;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * The host's own packet filter, whichever it is. It is looked for each time it is asked for; what a
 * run binds and writes down is the name of the one that was chosen.
 *
 * @param windows taken where it is there
 * @param nftables taken elsewhere where the kernel has it and nobody keeps rules in the older
 *     iptables
 * @param iptables taken otherwise
 * @param hasNfTables whether the kernel has nf_tables
 * @param usesLegacy whether others keep rules in the older iptables
 */
public record Chosen(
    Target windows,
    Target nftables,
    Target iptables,
    BooleanSupplier hasNfTables,
    BooleanSupplier usesLegacy)
    implements ForwardingTarget {
  /**
   * A choice.
   *
   * @param why in words
   */
  private record Choice(Target target, String why) {}

  private Choice choice() {
    if (windows.installed()) {
      return new Choice(windows, "this is Windows");
    }
    if (!hasNfTables.getAsBoolean()) {
      return new Choice(iptables, "the kernel has no nf_tables");
    }
    return usesLegacy.getAsBoolean()
        ? new Choice(iptables, "this host's firewall is in the older iptables")
        : new Choice(
            nftables, "the kernel has nf_tables, and nobody keeps rules in the older iptables");
  }

  /** Which one it is and why, in words. */
  public String why() {
    Choice choice = choice();
    return "auto takes " + choice.target().capabilities().target() + ": " + choice.why();
  }

  @Override
  public Target target() {
    return choice().target();
  }

  @Override
  public Target with(Map<String, String> options) {
    return target().with(options);
  }

  @Override
  public Target carried(Policy policy, Settled settled, Instant at) {
    return target().carried(policy, settled, at);
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    return target().apply(artifact);
  }
}
