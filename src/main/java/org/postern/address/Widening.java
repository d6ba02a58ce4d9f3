package org.postern.address;

/** Trades exactness for fewer prefixes. Every method here covers addresses that no source named. */
public final class Widening {
  private Widening() {}

  /**
   * Covers the whole of each block of the given prefix length that holds a member. Blocks that hold
   * an address of {@code never} are left out: their members stay exact. A length of all bits
   * changes nothing, and a member prefix shorter than the length stays as it is.
   *
   * @param v4Length the prefix length of IPv4 blocks, 0 to 32
   * @param v6Length the prefix length of IPv6 blocks, 0 to 128
   * @param never the addresses that must not be covered
   * @throws IllegalArgumentException if the set holds an address of {@code never}, or a length is
   *     out of range for its family
   */
  public static Widened toPrefix(AddressSet set, int v4Length, int v6Length, AddressSet never) {
    if (set.intersects(never)) {
      throw new IllegalArgumentException("the set holds what must never be covered");
    }
    Prefix.containing(Family.IP.first(), v4Length);
    Prefix.containing(Family.IP6.first(), v6Length);
    AddressSet.Builder covered = AddressSet.builder().add(set);
    addBlocks(covered, set.intervals(Family.IP), v4Length, never);
    addBlocks(covered, set.intervals(Family.IP6), v6Length, never);
    AddressSet widened = covered.build();
    return new Widened(widened, widened.subtract(set));
  }

  /**
   * Adds the blocks of intervals. Only the blocks at both ends of an interval can be partly
   * covered.
   */
  private static void addBlocks(
      AddressSet.Builder covered, Iterable<Interval> intervals, int length, AddressSet never) {
    for (Interval interval : intervals) {
      addBlock(covered, Prefix.containing(interval.first(), length), never);
      addBlock(covered, Prefix.containing(interval.last(), length), never);
    }
  }

  private static void addBlock(AddressSet.Builder covered, Prefix block, AddressSet never) {
    if (!never.intersects(AddressSet.of(block))) {
      covered.add(block);
    }
  }
}
