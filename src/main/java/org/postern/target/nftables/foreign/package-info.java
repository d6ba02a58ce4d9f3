/**
 * Rules of others on the hooks where ours judge, read and never changed: which packets they drop
 * before or after ours, and how to let them through.
 */
@NullMarked
package org.postern.target.nftables.foreign;

import org.jspecify.annotations.NullMarked;
