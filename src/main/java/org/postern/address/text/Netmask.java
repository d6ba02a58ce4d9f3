package org.postern.address.text;

import java.util.Optional;
import org.apache.commons.net.util.SubnetUtils;
import org.postern.address.Address;
import org.postern.address.Family;

/** Reads IPv4 netmasks with Commons Net. */
final class Netmask {
  private Netmask() {}

  /** Returns the prefix length of a netmask; empty if its set bits are not the leading ones. */
  static Optional<Integer> length(Address mask) {
    try {
      String signature = new SubnetUtils("0.0.0.0", mask.toString()).getInfo().getCidrSignature();
      return Optional.of(Integer.valueOf(signature.substring(signature.indexOf('/') + 1)));
    } catch (IllegalArgumentException notContiguous) {
      return Optional.empty();
    }
  }

  /**
   * Returns the prefix length of a router's wildcard mask, {@code 0.0.0.255}; empty if it is none.
   */
  static Optional<Integer> wildcardLength(Address mask) {
    return length(new Address(Family.IP, 0, ~mask.low() & 0xFFFF_FFFFL));
  }
}
