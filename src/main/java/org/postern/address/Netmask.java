package org.postern.address;

import java.util.OptionalInt;
import org.apache.commons.net.util.SubnetUtils;

/** Reads IPv4 netmasks with Commons Net. */
final class Netmask {
  private Netmask() {}

  /** The prefix length of a netmask; empty if its set bits are not the leading ones. */
  static OptionalInt length(Address mask) {
    try {
      String signature = new SubnetUtils("0.0.0.0", mask.toString()).getInfo().getCidrSignature();
      return OptionalInt.of(Integer.parseInt(signature.substring(signature.indexOf('/') + 1)));
    } catch (IllegalArgumentException notContiguous) {
      return OptionalInt.empty();
    }
  }

  /** The prefix length of a router's wildcard mask, {@code 0.0.0.255}; empty if it is none. */
  static OptionalInt wildcardLength(Address mask) {
    return length(new Address(Family.IP, 0, ~mask.low() & 0xFFFF_FFFFL));
  }
}
