package org.postern.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.postern.plan.Capabilities;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.plan.Settled;
import org.postern.policy.Policy;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Projection;
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
    implements Target {
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
  public boolean installed() {
    return choice().target().installed();
  }

  @Override
  public Target with(Map<String, String> options) {
    return choice().target().with(options);
  }

  @Override
  public Target carried(Policy policy, Settled settled, Instant at) {
    return choice().target().carried(policy, settled, at);
  }

  @Override
  public Projection project(Ruleset ruleset) {
    return choice().target().project(ruleset);
  }

  @Override
  public Capabilities capabilities() {
    return choice().target().capabilities();
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    return choice().target().observe(last);
  }

  @Override
  public Duration lookEvery() {
    return choice().target().lookEvery();
  }

  @Override
  public Optional<String> pulse() throws TargetException {
    return choice().target().pulse();
  }

  @Override
  public List<SeenPeer> seen() throws TargetException {
    return choice().target().seen();
  }

  @Override
  public Optional<String> culprits() {
    return choice().target().culprits();
  }

  @Override
  public List<Effect> effects(Ruleset ruleset) throws TargetException {
    return choice().target().effects(ruleset);
  }

  @Override
  public Artifact compile(Plan plan) {
    return choice().target().compile(plan);
  }

  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    return choice().target().apply(artifact);
  }
}
