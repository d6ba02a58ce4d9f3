package org.postern.page;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/** A map in numbers: how many addresses are in each /8 of IPv4 and each /16 of IPv6. */
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
    for (Prefix prefix : set.prefixes()) {
      int length = prefix.family() == Family.IP ? 8 : 16;
      regions.add(Prefix.containing(prefix.base(), Math.min(length, prefix.length())));
    }
    return regions;
  }

  private static Field amount(AddressSet set, Prefix region) {
    BigInteger size = set.intersect(AddressSet.of(region)).size();
    return Field.text(size.signum() == 0 ? "" : String.format(Locale.ROOT, "%,d", size));
  }
}
