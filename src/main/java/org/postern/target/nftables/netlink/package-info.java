/**
 * The framing of netlink: messages, attributes and acknowledgements as bytes. The names of
 * constants are those of {@code include/uapi/linux/netlink.h} and {@code netfilter/nf_tables.h};
 * integers in attributes are big-endian, headers and lengths are in the order of the machine.
 */
@NullMarked
package org.postern.target.nftables.netlink;

import org.jspecify.annotations.NullMarked;
