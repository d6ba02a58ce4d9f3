package org.postern.target.nftables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;

/**
 * Whether sets hold what was put into them, cheaply: the kernel's own count where it keeps one
 * (NFTA_SET_COUNT, Linux 6.18 does), and single look-ups spread over the members.
 */
final class Filling {
  /** A look-up costs 10 µs; a set that lost a batch lacks many members in a row. */
  private static final int SAMPLES = 32;

  private final RulesetReader reader;

  Filling(RulesetReader reader) {
    this.reader = reader;
  }

  /** What is missing, in words; empty when all sets are filled. */
  Optional<String> lacking(Map<String, AddressSet> holds) throws NftablesException {
    for (Map.Entry<String, AddressSet> one : holds.entrySet()) {
      Optional<String> lacking = lacking(one.getKey(), one.getValue());
      if (lacking.isPresent()) {
        return lacking;
      }
    }
    return Optional.empty();
  }

  private Optional<String> lacking(String set, AddressSet members) throws NftablesException {
    long wanted = members.size().longValueExact();
    Optional<Integer> count = reader.set(TableContents.FAMILY, Names.TABLE, set).count();
    if (count.isPresent() && count.get() < wanted) {
      return Optional.of("set %s holds %d of %d elements".formatted(set, count.get(), wanted));
    }
    for (Family family : Family.values()) {
      Optional<Address> missing = missing(set, members, family);
      if (missing.isPresent()) {
        return Optional.of("set " + set + " lacks " + missing.get());
      }
    }
    return Optional.empty();
  }

  private Optional<Address> missing(String set, AddressSet members, Family family)
      throws NftablesException {
    List<Interval> intervals = members.intervals(family);
    int stride = Math.max(1, intervals.size() / SAMPLES);
    for (int i = 0; i < intervals.size(); i += stride) {
      Interval interval = intervals.get(i);
      if (!holds(set, interval.first())) {
        return Optional.of(interval.first());
      }
    }
    return Optional.empty();
  }

  private boolean holds(String set, Address address) throws NftablesException {
    ElementKeys key = Keys.elements(AddressSet.of(address), address.family());
    return reader.hasElement(TableContents.FAMILY, Names.TABLE, set, key);
  }
}
