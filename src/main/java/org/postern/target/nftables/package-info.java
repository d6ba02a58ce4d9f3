/**
 * The target that writes to nftables, the packet filter of the kernel. Only its kind and the target
 * itself are for others; each child does one part and imports those above it alone:
 *
 * <pre>
 * netlink   messages and attributes, and the numbers of nf_tables
 * wire      objects of nf_tables on the wire, batches, and the connection to the kernel
 * layout    rules and peers as chains, clauses and sets
 * foreign   what others' rules do where ours judge
 * observe   what our table holds, and what it means
 * apply     the steps from what is held to what is meant, and carrying them out
 * </pre>
 */
@NullMarked
package org.postern.target.nftables;

import org.jspecify.annotations.NullMarked;
