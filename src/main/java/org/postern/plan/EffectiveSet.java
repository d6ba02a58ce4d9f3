package org.postern.plan;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.widening.Outcome;
import org.postern.address.widening.Tradeoff;

/**
 * The addresses of a set of the policy, as they are in force.
 *
 * @param name the name of the set
 * @param exact the addresses that its sources named, without those that it never holds
 * @param addresses the addresses in force: exact, or widened
 * @param excess addresses in force that no source named
 * @param optimum the outcome of a budget, and how good it is; empty where none is asked for
 * @param curve the addresses that each number of entries would add, where there is a budget
 * @param unmet the reason why a budget cannot be met; the set is exact then, and no rule may use it
 */
public record EffectiveSet(
    String name,
    AddressSet exact,
    AddressSet addresses,
    AddressSet excess,
    Optional<Outcome.Found> optimum,
    List<Tradeoff.Point> curve,
    Optional<Unmet> unmet) {
  public EffectiveSet {
    curve = List.copyOf(curve);
  }

  /** A set without a budget. */
  public EffectiveSet(String name, AddressSet exact, AddressSet addresses, AddressSet excess) {
    this(name, exact, addresses, excess, Optional.empty(), List.of(), Optional.empty());
  }

  /**
   * A budget that cannot be met.
   *
   * @param why the reason in words
   * @param fix the remedy in words
   */
  public record Unmet(String why, String fix) {}
}
