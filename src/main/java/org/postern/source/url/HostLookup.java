package org.postern.source.url;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of the hosts that are connected to. */
@FunctionalInterface
public interface HostLookup {
  /**
   * Looks hosts up by the system, as the connections do; Java keeps what it found for 30 seconds,
   * so that a connection goes where the look before it went.
   */
  HostLookup SYSTEM = InetAddress::getAllByName;

  /**
   * Returns all addresses of a host.
   *
   * @param host a name, or an address, that of IPv6 in brackets
   * @throws UnknownHostException where it has none, or that cannot be found out
   */
  InetAddress[] addresses(String host) throws UnknownHostException;
}
