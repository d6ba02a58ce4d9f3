package org.postern.target.nftables.layout;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.Family;
import org.postern.diagnostic.Counted;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Sets;

/**
 * The elements that a set must hold after a step, and a cheap check of them: the kernel's own count
 * where it keeps one (NFTA_SET_COUNT, Linux 6.18 does), and single look-ups spread over what has
 * changed.
 *
 * @param set the name of the set
 * @param elements how many it must hold
 * @param present some that must be there
 * @param absent some that must not
 */
public record Filling(String set, long elements, AddressSet present, AddressSet absent) {
  /** A look-up costs 10 µs; a set that lost a batch lacks many members in a row. */
  private static final int SAMPLES = 32;

  /** Returns what is missing, in words; empty when all peers who must be accepted are there. */
  public Optional<String> lacking(RulesetReader reader, Sets.SetInfo seen)
      throws NftablesException {
    Optional<Integer> count = seen.count();
    if (count.isPresent() && count.get() < elements) {
      return Optional.of(
          "set %s holds %d of %s".formatted(set, count.get(), Counted.of(elements, "element")));
    }
    return find(reader, present, false).map(address -> "set " + set + " lacks " + address);
  }

  /** Tells whether nothing else is there either, as far as the count and some look-ups tell. */
  public boolean exact(RulesetReader reader, Sets.SetInfo seen) throws NftablesException {
    return seen.count().orElse((int) elements) == elements && find(reader, absent, true).isEmpty();
  }

  /** A sample that is in the set, or is not. */
  private Optional<Address> find(RulesetReader reader, AddressSet members, boolean held)
      throws NftablesException {
    for (Family family : Family.values()) {
      Bounds bounds = members.bounds(family);
      int stride = Math.max(1, bounds.size() / SAMPLES);
      for (int at = 0; at < bounds.size(); at += stride) {
        Address sample = bounds.interval(at).first();
        ElementKeys key = Keys.elements(AddressSet.of(sample), family);
        if (reader.hasElement(TableContents.FAMILY, Names.TABLE, set, key) == held) {
          return Optional.of(sample);
        }
      }
    }
    return Optional.empty();
  }
}
