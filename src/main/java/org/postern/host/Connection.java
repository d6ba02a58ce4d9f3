package org.postern.host;

import org.postern.address.Address;

/**
 * An established TCP connection.
 *
 * @param place where the kernel sees it
 * @param client who opened it, as far as the kernel tells
 * @param server the address the client dialled
 * @param port the port the client dialled
 */
public record Connection(Place place, Address client, Address server, int port) {
  /** Where a connection ends. */
  public enum Place {
    /** At a server on this host. */
    HERE,
    /** At a client on this host. */
    FROM_HERE,
    /** Somewhere else: it is forwarded. */
    THROUGH
  }
}
