package org.postern.host;

import org.postern.address.Address;

/**
 * An established TCP connection.
 *
 * @param place the place where the kernel sees it
 * @param client the client that opened it, as far as the kernel tells
 * @param server the address the client dialled
 * @param port the port the client dialled
 */
public record Connection(Place place, Address client, Address server, int port) {
  /** The end of a connection at this host. */
  public enum Place {
    /** The connection ends at a server on this host. */
    HERE,
    /** The connection comes from a client on this host. */
    FROM_HERE,
    /** The connection is between other hosts, and is forwarded. */
    THROUGH
  }
}
