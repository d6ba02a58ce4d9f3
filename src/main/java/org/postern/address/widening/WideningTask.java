package org.postern.address.widening;

import org.postern.address.AddressSet;
import org.postern.address.Family;

/**
 * The addresses that are to be widened, and the bounds on that.
 *
 * @param set the addresses that must stay covered; its entries are counted
 * @param widenable the part of the set that may be widened; a block is covered only where it is the
 *     smallest that holds some of these
 * @param never the addresses of which no block that holds one is covered; where the set itself
 *     holds some they stay as they are
 * @param ipLength the length of the widest IPv4 block that is covered, 0 to 32
 * @param ip6Length the length of the widest IPv6 block that is covered, 0 to 128
 */
public record WideningTask(
    AddressSet set, AddressSet widenable, AddressSet never, int ipLength, int ip6Length) {
  /** The widest IPv6 block that is covered if nothing else is said: one network of hosts. */
  public static final int IP6_LENGTH = 64;

  /**
   * @throws IllegalArgumentException if the set does not hold all that may be widened, or a length
   *     is none of its family
   */
  public WideningTask {
    if (!set.containsAll(widenable)) {
      throw new IllegalArgumentException("what may be widened is not part of the set");
    }
    check(Family.IP, ipLength);
    check(Family.IP6, ip6Length);
  }

  /** Returns the task in which all of a set may be widened, IPv4 as far as need be. */
  public static WideningTask of(AddressSet set, AddressSet never) {
    return new WideningTask(set, set, never, 0, IP6_LENGTH);
  }

  /** Returns the widest block of a family that is covered. */
  int length(Family family) {
    return switch (family) {
      case IP -> ipLength;
      case IP6 -> ip6Length;
    };
  }

  private static void check(Family family, int length) {
    if (length < 0 || length > family.bits()) {
      throw new IllegalArgumentException(
          "/" + length + " is no " + family.label() + " prefix length");
    }
  }
}
