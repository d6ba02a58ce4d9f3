package org.postern.target.nftables;

import org.postern.address.Address;

/** What becomes a packet as soon as it is known from whom and to whom. */
interface Sendable {
  byte[] packet(Address source, Address destination);
}
