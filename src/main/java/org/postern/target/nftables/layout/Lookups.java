package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.postern.address.Family;

/**
 * The lookups of a rule: which lengths, in which order, and how large their sets. What was chosen
 * before stays as long as it serves, so that most changes touch elements alone.
 */
final class Lookups {
  /**
   * The kernel rounds 4/3 of a set's size up to a power of two and keeps 8 bytes for each ({@code
   * nft_hash_buckets}), so three times a power of two wastes nothing: 16 KB for the smallest.
   */
  private static final int SMALLEST = 3 << 9;

  private static final int LARGEST = SMALLEST << 14;

  /**
   * A new set has room for one more in so many. An element takes 72 bytes, so a large set with much
   * room would take more memory than the interval set that it stands for, and the kernel walks all
   * that is empty again for every 2,000 elements that are read back.
   */
  private static final int ROOM = 10;

  /** A set that is filled to less than one in so many is replaced by a smaller one. */
  private static final int WASTE = 16;

  private Lookups() {}

  /**
   * Returns the lengths in the order in which they are tried. Lengths kept stay where they were;
   * new ones follow, the most populated first.
   *
   * @param census the census of the peers
   * @param before the lengths until now
   */
  static List<Length> lengths(Census census, List<Length> before) {
    List<Length> chosen = new ArrayList<>();
    for (Family family : Family.values()) {
      Lengths.choose(census, family, PrefixSets.lengths(family, before))
          .forEach(length -> chosen.add(new Length(family, length)));
    }
    Map<Length, Long> elements = elements(census, chosen);
    List<Length> order = new ArrayList<>(before);
    order.retainAll(chosen);
    chosen.stream()
        .filter(length -> !before.contains(length))
        .sorted(
            Comparator.comparing(Length::family)
                .thenComparingLong(length -> -elements.getOrDefault(length, 0L))
                .thenComparingInt(length -> -length.length()))
        .forEach(order::add);
    return order;
  }

  /** Returns how many elements the set of each length has. */
  static Map<Length, Long> elements(Census census, List<Length> lengths) {
    Map<Length, Long> elements = new HashMap<>();
    for (Family family : Family.values()) {
      List<Integer> chosen = PrefixSets.lengths(family, lengths);
      for (int length : census.lengths(family)) {
        int target = Lengths.target(chosen, length);
        long count = (long) census.count(new Length(family, length)) << (target - length);
        elements.merge(new Length(family, target), count, Long::sum);
      }
    }
    return elements;
  }

  /**
   * Tells whether a set may stay.
   *
   * @param elements it is to hold in the end
   * @param together the number with those that it holds until then
   */
  static boolean fits(Shape.Lookup lookup, long elements, long together) {
    return together <= lookup.size()
        && (lookup.size() == SMALLEST || elements * WASTE > lookup.size());
  }

  /**
   * A set of another size, in steps of two, so that they seldom change.
   *
   * @param together how many elements a set would hold with those that one of this name holds
   */
  static Shape.Lookup sized(Length length, long elements, ToLongFunction<Shape.Lookup> together) {
    Shape.Lookup lookup = new Shape.Lookup(length.family(), length.length(), SMALLEST);
    long enough = elements + elements / ROOM;
    while (lookup.size() < LARGEST
        && (lookup.size() < enough || together.applyAsLong(lookup) > lookup.size())) {
      lookup = new Shape.Lookup(length.family(), length.length(), lookup.size() * 2);
    }
    return lookup;
  }
}
