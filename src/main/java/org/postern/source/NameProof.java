package org.postern.source;

import java.time.Duration;
import java.time.Instant;
import org.postern.address.Address;
import org.postern.address.Family;

/**
 * A proof that an address has a name: its PTR record says so, and the name has the address. Either
 * alone proves nothing, since anyone may write it.
 *
 * @param name lower case, without the final dot
 * @param at the time when it was looked up
 * @param ttl the lesser TTL of both answers
 */
public record NameProof(Address address, String name, Instant at, Duration ttl) {
  /** Returns the text beside the address, as a person reads it. */
  public String label() {
    return "%s by PTR and %s".formatted(name, address.family() == Family.IP ? "A" : "AAAA");
  }

  /** Returns a copy with another lifetime. */
  public NameProof lasting(Duration other) {
    return new NameProof(address, name, at, other);
  }

  /** Returns how much of its life is left; not positive when it has lapsed. */
  public Duration left(Instant now) {
    return Duration.between(now, at.plus(ttl));
  }

  /**
   * Tells whether it need not be proven again yet: more than half of its life is left, so that
   * there is time to prove it before it lapses.
   */
  public boolean isYoung(Instant now) {
    return left(now).compareTo(ttl.dividedBy(2)) > 0 && !now.isBefore(at);
  }
}
