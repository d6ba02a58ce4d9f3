package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import org.postern.address.Address;

/**
 * A way by which mail went past the filter: an exchanger that a protected domain named.
 *
 * @param domain lower case, without the final dot
 * @param exchanger the host's name, like the domain
 * @param address one of its addresses
 * @param lastSeen the time when DNS last led there
 * @param ttl how long a cache may lead there from then on
 */
public record PastFilter(
    String domain, String exchanger, Address address, Instant lastSeen, Duration ttl) {
  /** Returns the time when the last cache has forgotten it. */
  public Instant until() {
    return lastSeen.plus(ttl);
  }

  /** Returns a copy that was not seen later than that. */
  PastFilter notAfter(Instant now) {
    return lastSeen.isAfter(now) ? seen(now) : this;
  }

  /** Returns a copy that was seen at another time. */
  PastFilter seen(Instant time) {
    return new PastFilter(domain, exchanger, address, time, ttl);
  }
}
