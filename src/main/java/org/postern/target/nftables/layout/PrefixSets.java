package org.postern.target.nftables.layout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.PrefixConsumer;

/**
 * The peers of a rule as hash sets, one per prefix length that was chosen: each set holds the base
 * addresses of its prefixes. Plain hash sets neither miss while they change nor are dumped by other
 * people's {@code nft}, as interval sets do.
 */
public final class PrefixSets {
  private PrefixSets() {}

  /**
   * Returns the base addresses by length.
   *
   * @param chosen the lengths that have a set; the longest prefix must find one
   */
  public static Map<Length, AddressSet> split(AddressSet peers, List<Length> chosen) {
    Census census = Census.of(peers);
    Map<Length, AddressSet> sets = new LinkedHashMap<>();
    Map<Length, AddressSet.Builder> builders = new LinkedHashMap<>();
    chosen.forEach(length -> builders.put(length, AddressSet.builder()));
    for (Family family : Family.values()) {
      int[] targets = targets(family, chosen);
      Length single = new Length(family, family.bits());
      if (chosen.contains(single) && areSingle(census, family, targets)) {
        // Every address is an element: those are the peers as they are.
        sets.put(single, peers.only(family));
        continue;
      }
      AddressSet.Builder[] byLength = new AddressSet.Builder[family.bits() + 1];
      builders.forEach((length, builder) -> put(byLength, family, length, builder));
      forEachPrefix(
          peers,
          family,
          (high, low, length) -> cut(family, high, low, length, targets[length], byLength));
    }
    Map<Length, AddressSet> split = new LinkedHashMap<>();
    builders.forEach(
        (length, builder) ->
            split.put(length, Optional.ofNullable(sets.get(length)).orElseGet(builder::build)));
    return split;
  }

  /** Tells whether all prefixes of a family go into the set of single addresses. */
  private static boolean areSingle(Census census, Family family, int[] targets) {
    for (int length : census.lengths(family)) {
      if (length >= targets.length || targets[length] != family.bits()) {
        return false;
      }
    }
    return true;
  }

  private static void put(
      AddressSet.Builder[] byLength, Family family, Length length, AddressSet.Builder builder) {
    if (length.family() == family) {
      byLength[length.length()] = builder;
    }
  }

  /**
   * Returns, for each natural length of a prefix, the length of the elements that hold it; 0 where
   * that set is missing.
   */
  private static int[] targets(Family family, List<Length> chosen) {
    List<Integer> lengths = lengths(family, chosen);
    int[] targets = new int[family.bits() + 1];
    int longest = lengths.isEmpty() ? -1 : lengths.getLast();
    for (int length = 0; length <= longest; length++) {
      targets[length] = Lengths.target(lengths, length);
    }
    return targets;
  }

  /** Returns the lengths of one family, shortest first. */
  static List<Integer> lengths(Family family, List<Length> lengths) {
    return lengths.stream()
        .filter(one -> one.family() == family)
        .map(Length::length)
        .sorted()
        .toList();
  }

  /** Adds one element for each block of the target's length in the prefix. */
  private static void cut(
      Family family, long high, long low, int length, int target, AddressSet.Builder[] byLength) {
    if (target < length) {
      throw new IllegalArgumentException("no set for a prefix of length " + length);
    }
    AddressSet.Builder builder = byLength[target];
    int hostBits = family.bits() - target;
    for (long block = 0; block < 1L << (target - length); block++) {
      // No address has more than 20 bits of blocks, so the shifted number fits one word or two.
      long addHigh =
          hostBits >= Long.SIZE ? block << (hostBits - Long.SIZE) : carry(block, hostBits);
      long addLow = hostBits >= Long.SIZE ? 0 : block << hostBits;
      builder.add(family, high | addHigh, low | addLow, family.bits());
    }
  }

  private static long carry(long block, int hostBits) {
    return hostBits == 0 ? 0 : block >>> (Long.SIZE - hostBits);
  }

  /** Hands out prefixes, the whole space as its halves: length 0 has no mask to compare with. */
  static void forEachPrefix(AddressSet peers, Family family, PrefixConsumer consumer) {
    peers.forEachPrefix(
        family,
        (high, low, length) -> {
          if (length == 0) {
            boolean wide = family.bits() > Long.SIZE;
            consumer.accept(0, 0, 1);
            consumer.accept(wide ? Long.MIN_VALUE : 0, wide ? 0 : 1L << (family.bits() - 1), 1);
          } else {
            consumer.accept(high, low, length);
          }
        });
  }

  /** Returns the peers that the base addresses in some sets stand for. */
  public static AddressSet peers(Map<Length, AddressSet> sets) {
    AddressSet.Builder builder = AddressSet.builder();
    sets.forEach(
        (length, bases) ->
            bases.forEachPrefix(
                length.family(),
                (high, low, natural) ->
                    addBlocks(builder, length, high, low, length.family().bits() - natural)));
    return builder.build();
  }

  /**
   * Adds blocks of one length. Bases that lie side by side come as one prefix of them; few do, but
   * for single addresses.
   */
  private static void addBlocks(
      AddressSet.Builder builder, Length length, long high, long low, int bits) {
    Family family = length.family();
    if (length.length() == family.bits()) {
      builder.add(family, high, low, family.bits() - bits);
      return;
    }
    int hostBits = family.bits() - length.length();
    long maskHigh = ~ones(Math.max(0, hostBits - Long.SIZE));
    long maskLow = ~ones(Math.min(hostBits, Long.SIZE));
    for (long each = 0; each < 1L << bits; each++) {
      builder.add(family, high & maskHigh, (low | each) & maskLow, length.length());
    }
  }

  private static long ones(int bits) {
    return bits == 0 ? 0 : -1L >>> (Long.SIZE - bits);
  }
}
