/**
 * What our table holds, read no more closely than it must be, and the meaning of it as a ruleset.
 */
@NullMarked
package org.postern.target.nftables.observe;

import org.jspecify.annotations.NullMarked;
