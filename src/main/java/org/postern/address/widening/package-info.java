/**
 * Optimal lossy aggregation: the fewest entries for a budget of extra addresses, and the fewest
 * extra addresses for a budget of entries.
 *
 * <p>The minimal prefixes of a set, sorted, are the leaves of a binary tree; its inner nodes are
 * the longest common prefixes of their leaves. Covering a node covers all below it, saves one
 * entry, and costs the addresses that neither of its children covers. Choosing what to cover is a
 * knapsack of unit profits under the precedence of a tree: {@link
 * org.postern.address.widening.Blocks} gives the optimum for every budget on the convex hull (the
 * ratio merging of Horn 1972), {@link org.postern.address.widening.FrontierSearch} what lies
 * between. For intervals the gaps are independent, and closing the smallest first is optimal.
 *
 * <p>Amounts are exact: unsigned numbers of 128 bits, as a high and a low word.
 */
@NullMarked
package org.postern.address.widening;

import org.jspecify.annotations.NullMarked;
