package org.postern.address;

import java.util.List;
import java.util.Optional;

/**
 * Addresses that no host on the public Internet has: what the <a
 * href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a> and <a
 * href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a> special-purpose
 * registries (<a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890</a>, as updated) do not
 * list as globally reachable, and the multicast and reserved blocks. Space that is merely not
 * allocated yet is left out: such lists age, and then refuse honest hosts.
 */
public final class SpecialPurpose {
  /** More specific entries come first. */
  private static final List<Entry> ENTRIES =
      List.of(
          entry("0.0.0.0/8", "this network", "RFC 791"),
          entry("10.0.0.0/8", "private use", "RFC 1918"),
          entry("100.64.0.0/10", "shared address space", "RFC 6598"),
          entry("127.0.0.0/8", "loopback", "RFC 1122"),
          entry("169.254.0.0/16", "link-local", "RFC 3927"),
          entry("172.16.0.0/12", "private use", "RFC 1918"),
          entry("192.0.0.0/24", "IETF protocol assignments", "RFC 6890"),
          entry("192.0.2.0/24", "documentation", "RFC 5737"),
          entry("192.88.99.0/24", "6to4 relay anycast, withdrawn", "RFC 7526"),
          entry("192.168.0.0/16", "private use", "RFC 1918"),
          entry("198.18.0.0/15", "benchmarking", "RFC 2544"),
          entry("198.51.100.0/24", "documentation", "RFC 5737"),
          entry("203.0.113.0/24", "documentation", "RFC 5737"),
          entry("224.0.0.0/4", "multicast", "RFC 5771"),
          entry("255.255.255.255/32", "limited broadcast", "RFC 919"),
          entry("240.0.0.0/4", "reserved", "RFC 1112"),
          entry("::/128", "unspecified address", "RFC 4291"),
          entry("::1/128", "loopback", "RFC 4291"),
          mapped(),
          entry("64:ff9b:1::/48", "local translation between IPv4 and IPv6", "RFC 8215"),
          entry("::/8", "reserved", "RFC 4291"),
          entry("100::/64", "discard only", "RFC 6666"),
          entry("100:0:0:1::/64", "dummy prefix", "RFC 9780"),
          entry("200::/7", "reserved, once for NSAP", "RFC 4048"),
          entry("2001::/32", "Teredo", "RFC 4380"),
          entry("2001:2::/48", "benchmarking", "RFC 5180"),
          entry("2001:10::/28", "ORCHID, withdrawn", "RFC 4843"),
          entry("2001::/23", "IETF protocol assignments", "RFC 2928"),
          entry("2001:db8::/32", "documentation", "RFC 3849"),
          entry("2002::/16", "6to4", "RFC 3056"),
          entry("3fff::/20", "documentation", "RFC 9637"),
          entry("5f00::/16", "segment routing identifiers", "RFC 9602"),
          entry("fc00::/7", "unique local", "RFC 4193"),
          entry("fe80::/10", "link-local", "RFC 4291"),
          entry("fec0::/10", "site-local, withdrawn", "RFC 3879"),
          entry("ff00::/8", "multicast", "RFC 4291"));

  /** Parts of the entries above that are globally reachable. */
  private static final AddressSet REACHABLE =
      AddressSet.of(
          prefix("192.0.0.9/32").interval(), // Port Control Protocol anycast, RFC 7723
          prefix("192.0.0.10/32").interval(), // TURN anycast, RFC 8155
          prefix("64:ff9b::/96").interval(), // IPv4 behind a translator, RFC 6052
          prefix("2001:1::1/128").interval(), // Port Control Protocol anycast, RFC 7723
          prefix("2001:1::2/128").interval(), // TURN anycast, RFC 8155
          prefix("2001:1::3/128").interval(), // DNS-SD registration anycast, RFC 9665
          prefix("2001:3::/32").interval(), // automatic multicast tunneling, RFC 7450
          prefix("2001:4:112::/48").interval(), // AS112, RFC 7535
          prefix("2001:20::/28").interval(), // ORCHIDv2, RFC 7343
          prefix("2001:30::/28").interval()); // drone identification, RFC 9374

  private static final AddressSet ALL = unreachable();

  /** What a host speaks to itself by: RFC 1122 3.2.1.3 and RFC 4291 2.5.3. */
  public static final AddressSet LOOPBACK =
      AddressSet.of(prefix("127.0.0.0/8").interval(), prefix("::1/128").interval());

  private SpecialPurpose() {}

  /**
   * One block of a registry.
   *
   * @param name what it is for, as a noun
   * @param rfc the document that says so
   */
  public record Entry(Prefix prefix, String name, String rfc) {}

  /** The blocks, more specific ones first; parts of some are globally reachable. */
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** Every address that is for a special purpose and not globally reachable. */
  public static AddressSet all() {
    return ALL;
  }

  /** The first block of which the interval holds an address that is not globally reachable. */
  public static Optional<Entry> covering(Interval interval) {
    AddressSet special = AddressSet.of(interval).intersect(ALL);
    return special.isEmpty()
        ? Optional.empty()
        : ENTRIES.stream()
            .filter(entry -> special.intersects(AddressSet.of(entry.prefix())))
            .findFirst();
  }

  private static AddressSet unreachable() {
    AddressSet.Builder builder = AddressSet.builder();
    ENTRIES.forEach(entry -> builder.add(entry.prefix()));
    return builder.build().subtract(REACHABLE);
  }

  private static Entry entry(String prefix, String name, String rfc) {
    return new Entry(prefix(prefix), name, rfc);
  }

  private static Prefix prefix(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval().prefix().orElseThrow();
      case AddressText.Wrong wrong -> throw new AssertionError(text + ": " + wrong.reason());
    };
  }

  /** Built by hand, because as a text it reads as IPv4. */
  private static Entry mapped() {
    Address base = new Address(Family.IP6, 0, 0xFFFF_0000_0000L);
    return new Entry(new Prefix(base, 96), "IPv4-mapped", "RFC 4291");
  }
}
