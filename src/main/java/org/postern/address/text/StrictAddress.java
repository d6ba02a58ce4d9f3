package org.postern.address.text;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.Family;

/**
 * Reads one address with the IPAddress library. Its defaults accept the empty text as loopback,
 * {@code 010.0.0.1} as 8.0.0.1 and {@code 192.0.2} as 192.0.0.2, so everything beyond four decimal
 * numbers and <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.2">RFC 4291, 2.2</a> is
 * switched off.
 */
final class StrictAddress {
  private static final String LETTERS = "0123456789abcdefABCDEF.:";
  private static final long MAPPED = 0xFFFFL;
  private static final IPAddressStringParameters STRICT = strict();

  private StrictAddress() {}

  /** Returns the address, an IPv4-mapped one as IPv4; empty if the text is none. */
  static Optional<Address> read(String text) {
    return readAsWritten(text).map(StrictAddress::unmapped);
  }

  /** Returns the address in the family in which it is written; empty if the text is none. */
  static Optional<Address> readAsWritten(String text) {
    if (!text.chars().allMatch(c -> LETTERS.indexOf(c) >= 0)) {
      return Optional.empty();
    }
    IPAddress address = new IPAddressString(text, STRICT).getAddress();
    return address == null || address.isMultiple()
        ? Optional.empty()
        : Optional.of(Address.ofBytes(address.getBytes()));
  }

  /** Tells whether the address is IPv4-mapped (RFC 4291, 2.5.5.2). */
  static boolean isMapped(Address address) {
    return address.family() == Family.IP6
        && address.high() == 0
        && address.low() >>> Integer.SIZE == MAPPED;
  }

  /** Returns the IPv4 address in an IPv4-mapped one, any other as it is. */
  static Address unmapped(Address address) {
    return isMapped(address)
        ? new Address(Family.IP, 0, Integer.toUnsignedLong((int) address.low()))
        : address;
  }

  private static IPAddressStringParameters strict() {
    IPAddressStringParameters.Builder builder = new IPAddressStringParameters.Builder();
    builder
        .allowEmpty(false)
        .allowAll(false)
        .allowSingleSegment(false)
        .allowPrefix(false)
        .allowMask(false)
        .allowPrefixOnly(false)
        .allowWildcardedSeparator(false)
        .allow_inet_aton(false)
        .setRangeOptions(RangeParameters.NO_RANGE);
    builder
        .getIPv4AddressParametersBuilder()
        .allowLeadingZeros(false)
        .allowUnlimitedLeadingZeros(false)
        .allowBinary(false);
    builder
        .getIPv6AddressParametersBuilder()
        .allowUnlimitedLeadingZeros(false)
        .allowBinary(false)
        .allowBase85(false)
        .allowZone(false)
        .allowEmptyZone(false)
        .allow_mixed_inet_aton(false)
        .getEmbeddedIPv4AddressParametersBuilder()
        .allowLeadingZeros(false)
        .allowUnlimitedLeadingZeros(false)
        .allowBinary(false);
    return builder.toParams();
  }
}
