package org.postern.host.log.line;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressTable;
import org.postern.address.Family;

/** Hands on what is found of peers, and remembers whom it was about. */
public final class Sightings {
  /** The most peers that are told of again by helpers, an hour later too. */
  private static final int MOST = 65_536;

  private final Arrivals arrivals;
  private final RecentTable seen = new RecentTable(MOST);

  public Sightings(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  /** A connection. */
  public void connection(Address peer, Optional<Integer> port, Optional<Instant> at) {
    connection(new Arrival(peer, port, at, false));
  }

  /** A connection. */
  public void connection(Arrival arrival) {
    Address peer = arrival.peer();
    int tag = peer.family().bits();
    if (seen.use(tag, peer.high(), peer.low()) == AddressTable.NONE) {
      seen.add(tag, peer.high(), peer.low());
    }
    arrivals.connection(arrival);
  }

  /** Hands on what speaks for a peer, if anything does. */
  public void credit(Address peer, Optional<Integer> port, String name, long messages) {
    if (!name.isEmpty() || messages > 0) {
      arrivals.credit(new Credit(peer, port, name, messages));
    }
  }

  /** Tells whether a connection of a peer was told of not long ago. */
  public boolean has(Address peer) {
    return seen.peek(peer.family().bits(), peer.high(), peer.low()) != AddressTable.NONE;
  }

  /**
   * Tells whether a text names an address that may be that of a peer of which nothing was told yet.
   */
  public boolean misses(String text) {
    boolean[] misses = new boolean[1];
    AddressScan.forEach(text, (address, at) -> misses[0] |= !isLoopback(address) && !has(address));
    return misses[0];
  }

  private static boolean isLoopback(Address address) {
    return address.family() == Family.IP
        ? address.low() >>> 24 == 127
        : address.high() == 0 && address.low() == 1;
  }
}
