package org.postern.address;

import java.util.List;
import java.util.stream.Stream;

/**
 * A block of addresses that share their leading bits.
 *
 * @param base the first address; all bits behind the length are zero
 * @param length how many leading bits are shared, 0 to {@link Family#bits()}
 */
public record Prefix(Address base, int length) {
  /**
   * @throws IllegalArgumentException if the length is none of the family or a host bit is set
   */
  public Prefix {
    int hostBits = hostBits(base, length);
    if ((base.high() & Unsigned.onesHigh(hostBits)) != 0
        || (base.low() & Unsigned.onesLow(hostBits)) != 0) {
      throw new IllegalArgumentException(base + "/" + length + " has host bits set");
    }
  }

  /**
   * Returns the block of that length that the address is in.
   *
   * @throws IllegalArgumentException if the length is none of the family
   */
  public static Prefix containing(Address address, int length) {
    int hostBits = hostBits(address, length);
    long high = address.high() & ~Unsigned.onesHigh(hostBits);
    long low = address.low() & ~Unsigned.onesLow(hostBits);
    return new Prefix(new Address(address.family(), high, low), length);
  }

  /**
   * Returns those of many prefixes that share an address with an interval.
   *
   * @param prefixes sorted and disjoint, as a set hands them out
   */
  public static List<Prefix> meeting(List<Prefix> prefixes, Interval interval) {
    int from = 0;
    int beyond = prefixes.size();
    while (from < beyond) {
      int middle = (from + beyond) >>> 1;
      if (prefixes.get(middle).last().compareTo(interval.first()) < 0) {
        from = middle + 1;
      } else {
        beyond = middle;
      }
    }
    int to = from;
    while (to < prefixes.size() && prefixes.get(to).first().compareTo(interval.last()) <= 0) {
      to++;
    }
    return prefixes.subList(from, to);
  }

  private static int hostBits(Address address, int length) {
    int bits = address.family().bits();
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException(
          "/" + length + " is no " + address.family().label() + " prefix length");
    }
    return bits - length;
  }

  /**
   * Returns this prefix, or both halves of a whole family: some systems know no prefix of length 0.
   */
  public Stream<Prefix> orHalves() {
    return length == 0 ? Stream.of(containing(first(), 1), containing(last(), 1)) : Stream.of(this);
  }

  /** Returns the family of its addresses. */
  public Family family() {
    return base.family();
  }

  /** Returns the lowest address. */
  public Address first() {
    return base;
  }

  /** Returns the highest address. */
  public Address last() {
    int hostBits = family().bits() - length;
    return new Address(
        family(),
        base.high() | Unsigned.onesHigh(hostBits),
        base.low() | Unsigned.onesLow(hostBits));
  }

  /** Returns its addresses as an interval. */
  public Interval interval() {
    return new Interval(base, last());
  }

  /** Returns the text as {@link #toString()}, but a single address without its length. */
  public String text() {
    return length == family().bits() ? base.toString() : toString();
  }

  /** Returns the block with its length, {@code 192.0.2.0/24}. */
  @Override
  public String toString() {
    return base + "/" + length;
  }
}
