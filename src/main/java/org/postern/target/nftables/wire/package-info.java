/**
 * The objects of nf_tables on the wire: each holds its encoder and its decoder side by side. {@code
 * NftablesConnection} sends {@code Request}s in batches, which take effect together or not at all,
 * and reads back what the kernel holds. Nothing here knows a rule of a policy.
 */
@NullMarked
package org.postern.target.nftables.wire;

import org.jspecify.annotations.NullMarked;
