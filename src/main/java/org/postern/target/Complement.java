package org.postern.target;

import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.SpecialPurpose;

/**
 * The complement of a list of addresses, for systems that list the IPv4 peers they refuse, and have
 * no list of those they accept. The accepted and the listed addresses are disjoint and together are
 * the whole space without the loopback, which is never listed and never judged.
 */
public final class Complement {
  private static final AddressSet SPACE =
      AddressSet.all(Family.IP).subtract(SpecialPurpose.LOOPBACK);

  private Complement() {}

  /** Returns the IPv4 peers of a set that can be judged: not the loopback. */
  public static AddressSet judged(AddressSet peers) {
    return SPACE.intersect(peers);
  }

  /**
   * Returns the addresses that have to be listed so that only {@code accepted} get in.
   *
   * @param accepted the peers that are to get in; of IPv6 nothing is looked at
   * @throws IllegalArgumentException where no peer is accepted: the whole Internet would be listed
   */
  public static AddressSet listed(AddressSet accepted) {
    if (judged(accepted).isEmpty()) {
      throw new IllegalArgumentException("a list of all addresses lets no mail in");
    }
    return SPACE.subtract(accepted);
  }

  /** Returns the IPv4 peers that get in where these addresses are listed. */
  public static AddressSet accepted(AddressSet listed) {
    return SPACE.subtract(listed);
  }
}
