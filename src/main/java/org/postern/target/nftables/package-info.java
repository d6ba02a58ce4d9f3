/**
 * The target that writes to nftables, the packet filter of the kernel.
 *
 * <p>The lower half speaks to the kernel: {@code NftablesConnection} sends {@code Request}s in
 * batches and reads back {@code TableInfo}, {@code RuleInfo} and their kind. Every message holds
 * its encoder and decoder side by side. The names of constants and attributes are those of {@code
 * include/uapi/linux/netfilter/nf_tables.h}; integers on the wire are big-endian, headers and
 * lengths are in the order of the machine.
 */
@NullMarked
package org.postern.target.nftables;

import org.jspecify.annotations.NullMarked;
