package org.postern.address.text;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Prefix;

/**
 * An address registry of IANA as of a day.
 *
 * @param name the name as IANA calls it
 * @param asOf the day of the copy of the registry that the rows were compared with
 * @param rows the rows in the order of the registry
 */
public record Registry(String name, LocalDate asOf, List<Row> rows) {
  /** The blocks of RFC 6890 and of later RFCs, those that are globally reachable included. */
  public static final Registry IP_SPECIAL =
      of(
          "IANA IPv4 Special-Purpose Address Registry",
          "2020-09-04",
          """
          0.0.0.0/8          | this network                                     | RFC 791  | special
          10.0.0.0/8         | private use                                      | RFC 1918 | special
          100.64.0.0/10      | shared address space                             | RFC 6598 | special
          127.0.0.0/8        | loopback                                         | RFC 1122 | special
          169.254.0.0/16     | link-local                                       | RFC 3927 | special
          172.16.0.0/12      | private use                                      | RFC 1918 | special
          192.0.0.0/24       | IETF protocol assignments                        | RFC 6890 | special
          192.0.0.9/32       | Port Control Protocol anycast                    | RFC 7723 | reachable
          192.0.0.10/32      | TURN anycast                                     | RFC 8155 | reachable
          192.0.2.0/24       | documentation                                    | RFC 5737 | special
          192.31.196.0/24    | AS112                                            | RFC 7535 | reachable
          192.52.193.0/24    | automatic multicast tunneling                    | RFC 7450 | reachable
          192.88.99.0/24     | 6to4 relay anycast, withdrawn                    | RFC 7526 | special
          192.168.0.0/16     | private use                                      | RFC 1918 | special
          192.175.48.0/24    | AS112                                            | RFC 7534 | reachable
          198.18.0.0/15      | benchmarking                                     | RFC 2544 | special
          198.51.100.0/24    | documentation                                    | RFC 5737 | special
          203.0.113.0/24     | documentation                                    | RFC 5737 | special
          240.0.0.0/4        | reserved                                         | RFC 1112 | special
          255.255.255.255/32 | limited broadcast                                | RFC 919  | special
          """);

  /**
   * The multicast blocks only: since that day every other block is allocated, or listed in {@link
   * #IP_SPECIAL}.
   */
  public static final Registry IP_SPACE =
      of(
          "IANA IPv4 Address Space Registry",
          "2011-02-03",
          """
          224.0.0.0/4        | multicast                                        | RFC 5771 | special
          """);

  /**
   * The blocks of RFC 6890 and of later RFCs. IANA calls 64:ff9b::/96 (RFC 6052) globally
   * reachable; it is special here, because a translator leads such an address to a host with
   * another one, of IPv4.
   */
  public static final Registry IP6_SPECIAL =
      of(
          "IANA IPv6 Special-Purpose Address Registry",
          "2025-10-09",
          """
          ::1/128            | loopback                                         | RFC 4291 | special
          ::/128             | unspecified address                              | RFC 4291 | special
          ::ffff:0:0/96      | IPv4-mapped                                      | RFC 4291 | special
          64:ff9b::/96       | translation between IPv4 and IPv6                | RFC 6052 | special
          64:ff9b:1::/48     | local translation between IPv4 and IPv6          | RFC 8215 | special
          100::/64           | discard only                                     | RFC 6666 | special
          100:0:0:1::/64     | dummy prefix                                     | RFC 9780 | special
          2001::/23          | IETF protocol assignments                        | RFC 2928 | special
          2001::/32          | Teredo                                           | RFC 4380 | special
          2001:1::1/128      | Port Control Protocol anycast                    | RFC 7723 | reachable
          2001:1::2/128      | TURN anycast                                     | RFC 8155 | reachable
          2001:1::3/128      | DNS-SD registration anycast                      | RFC 9665 | reachable
          2001:2::/48        | benchmarking                                     | RFC 5180 | special
          2001:3::/32        | automatic multicast tunneling                    | RFC 7450 | reachable
          2001:4:112::/48    | AS112                                            | RFC 7535 | reachable
          2001:10::/28       | ORCHID, withdrawn                                | RFC 4843 | special
          2001:20::/28       | ORCHIDv2                                         | RFC 7343 | reachable
          2001:30::/28       | drone identification                             | RFC 9374 | reachable
          2001:db8::/32      | documentation                                    | RFC 3849 | special
          2002::/16          | 6to4                                             | RFC 3056 | special
          2620:4f:8000::/48  | AS112                                            | RFC 7534 | reachable
          3fff::/20          | documentation                                    | RFC 9637 | special
          5f00::/16          | segment routing identifiers                      | RFC 9602 | special
          fc00::/7           | unique local                                     | RFC 4193 | special
          fe80::/10          | link-local                                       | RFC 4291 | special
          """);

  /**
   * The address space without 2000::/3, the only block from which addresses of hosts are allocated,
   * and without blocks that {@link #IP6_SPECIAL} lists as a whole.
   */
  public static final Registry IP6_SPACE =
      of(
          "IANA IPv6 Address Space",
          "2025-10-23",
          """
          ::/8               | reserved                                         | RFC 4291 | special
          100::/8            | reserved                                         | RFC 4291 | special
          200::/7            | reserved, once for NSAP                          | RFC 4048 | special
          400::/6            | reserved                                         | RFC 4291 | special
          800::/5            | reserved                                         | RFC 4291 | special
          1000::/4           | reserved                                         | RFC 4291 | special
          4000::/3           | reserved                                         | RFC 4291 | special
          6000::/3           | reserved                                         | RFC 4291 | special
          8000::/3           | reserved                                         | RFC 4291 | special
          a000::/3           | reserved                                         | RFC 4291 | special
          c000::/3           | reserved                                         | RFC 4291 | special
          e000::/4           | reserved                                         | RFC 4291 | special
          f000::/5           | reserved                                         | RFC 4291 | special
          f800::/6           | reserved                                         | RFC 4291 | special
          fe00::/9           | reserved                                         | RFC 4291 | special
          fec0::/10          | site-local, withdrawn                            | RFC 3879 | special
          ff00::/8           | multicast                                        | RFC 4291 | special
          """);

  /** The blocks of 2000::/3 that IANA has allocated to regional Internet registries. */
  public static final Registry IP6_UNICAST =
      of(
          "IANA IPv6 Global Unicast Address Assignments",
          "2025-10-09",
          """
          2001:200::/23      | APNIC                                            | RFC 7249 | allocated
          2001:400::/23      | ARIN                                             | RFC 7249 | allocated
          2001:600::/23      | RIPE NCC                                         | RFC 7249 | allocated
          2001:800::/22      | RIPE NCC                                         | RFC 7249 | allocated
          2001:c00::/23      | APNIC                                            | RFC 7249 | allocated
          2001:e00::/23      | APNIC                                            | RFC 7249 | allocated
          2001:1200::/23     | LACNIC                                           | RFC 7249 | allocated
          2001:1400::/22     | RIPE NCC                                         | RFC 7249 | allocated
          2001:1800::/23     | ARIN                                             | RFC 7249 | allocated
          2001:1a00::/23     | RIPE NCC                                         | RFC 7249 | allocated
          2001:1c00::/22     | RIPE NCC                                         | RFC 7249 | allocated
          2001:2000::/19     | RIPE NCC                                         | RFC 7249 | allocated
          2001:4000::/23     | RIPE NCC                                         | RFC 7249 | allocated
          2001:4200::/23     | AFRINIC                                          | RFC 7249 | allocated
          2001:4400::/23     | APNIC                                            | RFC 7249 | allocated
          2001:4600::/23     | RIPE NCC                                         | RFC 7249 | allocated
          2001:4800::/23     | ARIN                                             | RFC 7249 | allocated
          2001:4a00::/23     | RIPE NCC                                         | RFC 7249 | allocated
          2001:4c00::/23     | RIPE NCC                                         | RFC 7249 | allocated
          2001:5000::/20     | RIPE NCC                                         | RFC 7249 | allocated
          2001:8000::/19     | APNIC                                            | RFC 7249 | allocated
          2001:a000::/20     | APNIC                                            | RFC 7249 | allocated
          2001:b000::/20     | APNIC                                            | RFC 7249 | allocated
          2003::/18          | RIPE NCC                                         | RFC 7249 | allocated
          2400::/12          | APNIC                                            | RFC 7249 | allocated
          2410::/12          | APNIC                                            | RFC 7249 | allocated
          2600::/12          | ARIN                                             | RFC 7249 | allocated
          2610::/23          | ARIN                                             | RFC 7249 | allocated
          2620::/23          | ARIN                                             | RFC 7249 | allocated
          2630::/12          | ARIN                                             | RFC 7249 | allocated
          2800::/12          | LACNIC                                           | RFC 7249 | allocated
          2a00::/12          | RIPE NCC                                         | RFC 7249 | allocated
          2a10::/12          | RIPE NCC                                         | RFC 7249 | allocated
          2c00::/12          | AFRINIC                                          | RFC 7249 | allocated
          """);

  /** All registries; where two of them list a block, the row of the earlier one is used. */
  public static final List<Registry> ALL =
      List.of(IP_SPECIAL, IP_SPACE, IP6_SPECIAL, IP6_SPACE, IP6_UNICAST);

  public Registry {
    rows = List.copyOf(rows);
  }

  /** How a block is used. */
  public enum Use {
    /** No host of the public Internet is reached under an address in it. */
    SPECIAL,
    /** The block is globally reachable, inside a special block or outside of all. */
    REACHABLE,
    /** The block is allocated to a regional Internet registry. */
    ALLOCATED
  }

  /**
   * A row of the registry.
   *
   * @param name the purpose of the block as a noun, or the registry that it is allocated to
   * @param document the document that assigns the block, such as {@code RFC 1918}
   */
  public record Row(Prefix prefix, String name, String document, Use use) {}

  /** Tells whether the copy is more than a year old on a day. */
  public boolean isOldOn(LocalDate day) {
    return day.isAfter(asOf.plusYears(1));
  }

  private static Registry of(String name, String asOf, String rows) {
    return new Registry(
        name, LocalDate.parse(asOf), rows.lines().map(line -> row(line.split("\\|", 4))).toList());
  }

  private static Row row(String[] cells) {
    return new Row(
        prefix(cells[0].strip()),
        cells[1].strip(),
        cells[2].strip(),
        Use.valueOf(cells[3].strip().toUpperCase(Locale.ROOT)));
  }

  private static Prefix prefix(String text) {
    if (text.equals("::ffff:0:0/96")) {
      // AddressText reads this text as IPv4 addresses.
      return new Prefix(new Address(Family.IP6, 0, 0xFFFF_0000_0000L), 96);
    }
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> ok.interval().prefix().orElseThrow();
      case AddressText.Wrong wrong -> throw new AssertionError(text + ": " + wrong.reason());
    };
  }
}
