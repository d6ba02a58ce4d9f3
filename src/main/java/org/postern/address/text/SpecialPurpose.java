package org.postern.address.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/**
 * Addresses that no host on the public Internet has: what the special-purpose registries of IANA
 * (<a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890</a>, as updated) do not list as
 * globally reachable, translations of IPv4 addresses, the multicast and reserved blocks, and all of
 * IPv6 that hosts are given no addresses of. Space that is merely not allocated yet is left out:
 * such lists age, and then refuse honest hosts.
 */
public final class SpecialPurpose {
  /** The entries of all registries, the more specific ones first. */
  private static final List<Entry> ENTRIES = entriesOfAll();

  private static final AddressSet ALL = unreachable();

  private static final AddressSet UNALLOCATED =
      unicast().subtract(blocks(Registry.Use.ALLOCATED)).subtract(ALL).subtract(reachable());

  /** The addresses by which a host speaks to itself: RFC 1122 3.2.1.3 and RFC 4291 2.5.3. */
  public static final AddressSet LOOPBACK = named("loopback");

  /** The addresses by which networks number their own hosts: RFC 1918, RFC 4193 and link-local. */
  public static final AddressSet INNER = named("private use", "unique local", "link-local");

  /** The addresses that reach no further than one link: RFC 3927 and RFC 4291 2.5.6. */
  public static final AddressSet LINK_LOCAL = named("link-local");

  private SpecialPurpose() {}

  /**
   * A block of a registry.
   *
   * @param registry the registry that lists it
   * @param name the purpose as a noun
   * @param rfc the document that assigns it
   */
  public record Entry(Registry registry, Prefix prefix, String name, String rfc) {
    /** Returns the block with what it is for and where that is said. */
    public String describe() {
      return "%s (%s, %s, %s)".formatted(prefix, name, rfc, registry.name());
    }
  }

  /** Returns the blocks, more specific ones first; parts of some are globally reachable. */
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** Returns every address that is for a special purpose and not globally reachable. */
  public static AddressSet all() {
    return ALL;
  }

  /**
   * Returns every address that could be a host's, in a block that {@link Registry#IP6_UNICAST} gave
   * to no regional registry. Of IPv4 there is none.
   */
  public static AddressSet unallocated() {
    return UNALLOCATED;
  }

  /**
   * Returns the first block of which the interval holds an address that is not globally reachable.
   */
  public static Optional<Entry> covering(Interval interval) {
    AddressSet special = AddressSet.of(interval).intersect(ALL);
    return special.isEmpty()
        ? Optional.empty()
        : ENTRIES.stream()
            .filter(entry -> special.intersects(AddressSet.of(entry.prefix())))
            .findFirst();
  }

  private static List<Entry> entriesOfAll() {
    List<Entry> entries = new ArrayList<>();
    for (Registry registry : Registry.ALL) {
      for (Registry.Row row : registry.rows()) {
        if (row.use() == Registry.Use.SPECIAL) {
          entries.add(new Entry(registry, row.prefix(), row.name(), row.document()));
        }
      }
    }
    entries.sort(Comparator.comparingInt((Entry entry) -> entry.prefix().length()).reversed());
    return List.copyOf(entries);
  }

  private static AddressSet unreachable() {
    AddressSet.Builder builder = AddressSet.builder();
    ENTRIES.forEach(entry -> builder.add(entry.prefix()));
    return builder.build().subtract(reachable());
  }

  private static AddressSet reachable() {
    return blocks(Registry.Use.REACHABLE);
  }

  private static AddressSet blocks(Registry.Use use) {
    AddressSet.Builder builder = AddressSet.builder();
    for (Registry registry : Registry.ALL) {
      registry.rows().stream()
          .filter(row -> row.use() == use)
          .forEach(row -> builder.add(row.prefix()));
    }
    return builder.build();
  }

  /** Returns the space that {@link Registry#IP6_SPACE} leaves: 2000::/3. */
  private static AddressSet unicast() {
    return AddressSet.of(new Prefix(new Address(Family.IP6, 0x2000L << 48, 0), 3));
  }

  private static AddressSet named(String... names) {
    AddressSet.Builder builder = AddressSet.builder();
    ENTRIES.stream()
        .filter(entry -> List.of(names).contains(entry.name()))
        .forEach(entry -> builder.add(entry.prefix()));
    return builder.build();
  }
}
