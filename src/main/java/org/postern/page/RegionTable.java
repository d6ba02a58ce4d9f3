package org.postern.page;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Table;
import org.postern.page.html.Tag;

/** Writes a map in numbers: how many addresses are in each /8 of IPv4 and each /16 of IPv6. */
final class RegionTable {
  private RegionTable() {}

  static void write(String rule, Optional<AddressSet> before, AddressSet after, Html html) {
    AddressSet added = before.map(after::subtract).orElse(AddressSet.none());
    AddressSet removed = before.map(one -> one.subtract(after)).orElse(AddressSet.none());
    Table table =
        new Table(
            "Addresses that rule %s accepts, by region".formatted(rule),
            "Region",
            "Addresses",
            "Added",
            "Removed");
    for (Prefix region : regions(after.union(removed))) {
      table.row(
          Field.code(region.toString()),
          amount(after, region),
          amount(added, region),
          amount(removed, region));
    }
    html.open(Tag.DETAILS).leaf(Tag.SUMMARY, "The same in numbers");
    table.write(html);
    html.close(Tag.DETAILS).line();
  }

  private static SortedSet<Prefix> regions(AddressSet set) {
    SortedSet<Prefix> regions = new TreeSet<>(Comparator.comparing(Prefix::base));
    for (Family family : Family.values()) {
      int most = family == Family.IP ? 8 : 16;
      long[] last = new long[1];
      set.forEachPrefix(
          family,
          (high, low, length) -> {
            // Prefixes come in order, so those of a region come one after the other.
            long region = family == Family.IP ? low >>> 24 : high >>> 48;
            if (region + 1 != last[0] || length < most) {
              regions.add(
                  Prefix.containing(new Address(family, high, low), Math.min(most, length)));
              last[0] = region + 1;
            }
          });
    }
    return regions;
  }

  private static Field amount(AddressSet set, Prefix region) {
    BigInteger size = set.intersect(AddressSet.of(region)).size();
    return Field.text(size.signum() == 0 ? "" : String.format(Locale.ROOT, "%,d", size));
  }
}
