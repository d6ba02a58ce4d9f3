/**
 * Rules of a policy as objects of nf_tables: a {@code Clause} is one condition with its meaning,
 * its text in nft(8) and its expressions; peers become one hash set for each prefix length that was
 * chosen. Both directions are here: from a rule to its chains, and from chains back to clauses.
 */
@NullMarked
package org.postern.target.nftables.layout;

import org.jspecify.annotations.NullMarked;
