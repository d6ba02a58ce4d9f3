package org.postern.plan;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.widening.Outcome;
import org.postern.address.widening.Tradeoff;

/**
 * What a set of the policy amounts to.
 *
 * @param name of the set
 * @param exact what its sources named, without what it never holds
 * @param addresses what is in force: exact, or widened
 * @param excess addresses in force that no source named
 * @param optimum what a budget came to, and how good that is; empty where none is asked for
 * @param curve what each number of entries would cost, where there is a budget
 * @param unmet why a budget cannot be met; the set is exact then, and no rule may use it
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
   * @param why in words
   * @param fix what can be done about it, in words
   */
  public record Unmet(String why, String fix) {}
}
