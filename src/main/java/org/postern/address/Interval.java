package org.postern.address;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The addresses from one to another, both included.
 *
 * @param first the lowest address
 * @param last the highest address, of the same family
 */
public record Interval(Address first, Address last) {
  /**
   * @throws IllegalArgumentException if the ends are of two families or in the wrong order
   */
  public Interval {
    if (first.family() != last.family()) {
      throw new IllegalArgumentException(first + " and " + last + " are of two families");
    }
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(first + " is above " + last);
    }
  }

  /** Returns the family of its addresses. */
  public Family family() {
    return first.family();
  }

  /** Returns the number of addresses. */
  public BigInteger size() {
    return AddressSet.of(this).size();
  }

  /** Tells whether the address is in the interval. */
  public boolean contains(Address address) {
    return address.family() == family()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  /** Returns the prefix that holds the same addresses, if there is one. */
  public Optional<Prefix> prefix() {
    long high = first.high() ^ last.high();
    long low = first.low() ^ last.low();
    int hostBits = 2 * Long.SIZE - Unsigned.leadingZeros(high, low);
    Prefix candidate = Prefix.containing(first, family().bits() - hostBits);
    return candidate.first().equals(first) && candidate.last().equals(last)
        ? Optional.of(candidate)
        : Optional.empty();
  }

  /** An address, a prefix, or {@code first-last}, whichever is the shortest that is right. */
  @Override
  public String toString() {
    return first.equals(last)
        ? first.toString()
        : prefix().map(Prefix::text).orElseGet(() -> first + "-" + last);
  }
}
