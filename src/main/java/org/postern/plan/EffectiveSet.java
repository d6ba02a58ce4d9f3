package org.postern.plan;

import org.postern.address.AddressSet;

/**
 * What a set of the policy amounts to.
 *
 * @param name of the set
 * @param exact what its sources named, without what it never holds
 * @param addresses what is in force: exact, or widened
 * @param excess addresses in force that no source named
 */
public record EffectiveSet(
    String name, AddressSet exact, AddressSet addresses, AddressSet excess) {}
