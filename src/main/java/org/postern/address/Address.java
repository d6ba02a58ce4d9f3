package org.postern.address;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address. IPv4 sorts before IPv6, and within a family the order is that of unsigned numbers.
 *
 * @param high the upper 64 bits, unsigned; zero for IPv4
 * @param low the lower 64 bits, unsigned; below 2^32 for IPv4
 */
public record Address(Family family, long high, long low) implements Comparable<Address> {
  /**
   * @throws IllegalArgumentException if the number does not fit the family
   */
  public Address {
    if (family == Family.IP && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("more than 32 bits in an IPv4 address");
    }
  }

  /**
   * Returns the address in network byte order. Sixteen bytes are IPv6 even when they are
   * IPv4-mapped.
   *
   * @throws IllegalArgumentException if there are neither four nor sixteen bytes
   */
  public static Address ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> new Address(Family.IP, 0, Integer.toUnsignedLong(buffer.getInt()));
      case 16 -> new Address(Family.IP6, buffer.getLong(), buffer.getLong());
      default -> throw new IllegalArgumentException(bytes.length + " bytes are no address");
    };
  }

  /** Returns the address in network byte order, four or sixteen bytes. */
  public byte[] toBytes() {
    return switch (family) {
      case IP -> ByteBuffer.allocate(4).putInt((int) low).array();
      case IP6 -> ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    };
  }

  /** Returns the address above, unless this is the last of its family. */
  public Optional<Address> next() {
    return equals(family.last())
        ? Optional.empty()
        : Optional.of(new Address(family, Unsigned.nextHigh(high, low), low + 1));
  }

  /** Returns the address below, unless this is the first of its family. */
  public Optional<Address> previous() {
    return equals(family.first())
        ? Optional.empty()
        : Optional.of(new Address(family, Unsigned.previousHigh(high, low), low - 1));
  }

  @Override
  public int compareTo(Address other) {
    int byFamily = family.compareTo(other.family);
    return byFamily != 0 ? byFamily : Unsigned.compare(high, low, other.high, other.low);
  }

  /** Compares two addresses. Written out, because many millions are compared. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Address that
        && low == that.low
        && high == that.high
        && family == that.family;
  }

  /**
   * Returns a hash by which neighbours and members of a series fall far apart, where a sum of
   * products lets them meet.
   */
  @Override
  public int hashCode() {
    return Long.hashCode((31 * high + low) * 0x9e3779b97f4a7c15L);
  }

  /** Returns the canonical text: a dotted quad, or what RFC 5952 asks for. */
  @Override
  public String toString() {
    return CanonicalText.of(this);
  }
}
