/**
 * Reads what our table holds, no more closely than needed, and what it means as a ruleset. Nothing
 * is changed here.
 */
@NullMarked
package org.postern.target.nftables.observe;

import org.jspecify.annotations.NullMarked;
