package org.postern.target.nftables.layout;

import org.postern.address.AddressSet;

/**
 * A change of the elements of one set.
 *
 * @param name the name of the set
 * @param lookup the set itself: family, length and size
 * @param before how many elements it holds until now
 * @param added base addresses that it does not hold yet
 * @param removed base addresses that it holds until now
 */
public record SetChange(
    String name, Shape.Lookup lookup, long before, AddressSet added, AddressSet removed) {
  /** Returns how many elements it holds between adding and removing. */
  public long together() {
    return before + count(added);
  }

  /** Returns how many elements it holds in the end. */
  public long after() {
    return together() - count(removed);
  }

  private static long count(AddressSet bases) {
    return bases.size().longValueExact();
  }
}
