package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Once;

/**
 * How many prefixes of each length make up some peers: what the choice of lookups rests on, kept so
 * that a change of ten among half a million counts ten. Immutable.
 */
public final class Census {
  /** How many prefixes there are by length; counted when it is first asked for, by one pass. */
  private final Once<int[]> ip;

  private final Once<int[]> ip6;

  private Census(Once<int[]> ip, Once<int[]> ip6) {
    this.ip = ip;
    this.ip6 = ip6;
  }

  /** Counts the prefixes when it is first asked for them. */
  public static Census of(AddressSet peers) {
    return new Census(
        new Once<>(() -> count(peers, Family.IP)), new Once<>(() -> count(peers, Family.IP6)));
  }

  private static int[] count(AddressSet peers, Family family) {
    int[] counts = new int[family.bits() + 1];
    PrefixSets.forEachPrefix(peers, family, (high, low, length) -> counts[length]++);
    return counts;
  }

  /** Returns a copy without the prefixes of some peers and with those of others. */
  Census changed(AddressSet gone, AddressSet come) {
    return gone.isEmpty() && come.isEmpty() ? this : changed(of(gone), of(come));
  }

  private Census changed(Census less, Census more) {
    return new Census(
        new Once<>(() -> changed(ip.get(), less.ip.get(), more.ip.get())),
        new Once<>(() -> changed(ip6.get(), less.ip6.get(), more.ip6.get())));
  }

  private static int[] changed(int[] counts, int[] less, int[] more) {
    return IntStream.range(0, counts.length)
        .map(length -> counts[length] - less[length] + more[length])
        .toArray();
  }

  private int[] counts(Family family) {
    return switch (family) {
      case IP -> ip.get();
      case IP6 -> ip6.get();
    };
  }

  /** Returns how many prefixes have that length. */
  int count(Length length) {
    return counts(length.family())[length.length()];
  }

  /** Returns how many prefixes that family has. */
  int count(Family family) {
    return Arrays.stream(counts(family)).sum();
  }

  /** Returns the lengths that some prefix of the family has, shortest first. */
  List<Integer> lengths(Family family) {
    List<Integer> lengths = new ArrayList<>();
    for (int length = 0; length <= family.bits(); length++) {
      if (counts(family)[length] > 0) {
        lengths.add(length);
      }
    }
    return lengths;
  }
}
