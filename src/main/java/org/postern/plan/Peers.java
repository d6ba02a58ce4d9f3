package org.postern.plan;

import org.postern.address.Address;
import org.postern.address.AddressSet;

/** The peers that a rule accepts. */
public sealed interface Peers {
  /** Tells whether this peer is accepted. */
  boolean contains(Address peer);

  /** All peers. */
  record Any() implements Peers {
    @Override
    public boolean contains(Address peer) {
      return true;
    }
  }

  /**
   * Exactly these; the empty set closes the port.
   *
   * @param addresses exact and aggregated
   */
  record Only(AddressSet addresses) implements Peers {
    @Override
    public boolean contains(Address peer) {
      return addresses.contains(peer);
    }
  }

  /** Returns the accepted space as a set. */
  default AddressSet asSet() {
    return switch (this) {
      case Any any -> AddressSet.all();
      case Only only -> only.addresses();
    };
  }
}
