package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.postern.address.AddressSet;
import org.postern.address.Family;

/**
 * How many prefixes of each length make up some peers: what the choice of lookups rests on, kept so
 * that a change of ten among half a million counts ten. Immutable.
 */
final class Census {
  /** By length. */
  private final int[] ip;

  private final int[] ip6;

  private Census(int[] ip, int[] ip6) {
    this.ip = ip;
    this.ip6 = ip6;
  }

  /** Counts the prefixes. */
  static Census of(AddressSet peers) {
    return new Census(count(peers, Family.IP), count(peers, Family.IP6));
  }

  private static int[] count(AddressSet peers, Family family) {
    int[] counts = new int[family.bits() + 1];
    PrefixSets.forEachPrefix(peers, family, (high, low, length) -> counts[length]++);
    return counts;
  }

  /** With some prefixes less and others more. */
  Census changed(Census less, Census more) {
    return new Census(changed(ip, less.ip, more.ip), changed(ip6, less.ip6, more.ip6));
  }

  private static int[] changed(int[] counts, int[] less, int[] more) {
    return IntStream.range(0, counts.length)
        .map(length -> counts[length] - less[length] + more[length])
        .toArray();
  }

  private int[] counts(Family family) {
    return switch (family) {
      case IP -> ip;
      case IP6 -> ip6;
    };
  }

  /** How many prefixes have that length. */
  int count(Length length) {
    return counts(length.family())[length.length()];
  }

  /** How many prefixes that family has. */
  int count(Family family) {
    return Arrays.stream(counts(family)).sum();
  }

  /** The lengths that some prefix of the family has, shortest first. */
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
