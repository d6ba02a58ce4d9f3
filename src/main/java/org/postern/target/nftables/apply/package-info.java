/**
 * The steps from what our table holds to what it is meant to hold, in an order in which no packet
 * is judged wrongly, and carrying them out.
 */
@NullMarked
package org.postern.target.nftables.apply;

import org.jspecify.annotations.NullMarked;
