package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.Family;

/**
 * Chooses the prefix lengths of one family that get a set. A packet of a peer who is not accepted
 * passes all lookups, so rare lengths are split into the next longer one that has a set, where that
 * costs fewer elements than a lookup is worth.
 */
final class Lengths {
  /**
   * The least number of elements that a lookup is worth. By memory alone it is worth 200: the
   * smallest set costs the kernel 16 KB, its rule some hundred bytes more, an element 72 bytes. A
   * lower number keeps small sets readable: a /24 stays one, a /28 becomes single addresses.
   */
  private static final int LEAST_WORTH = 16;

  /**
   * A lookup costs every new connection 30 ns while its set is small, 150 ns when it is large: that
   * is worth a sixty-fourth more elements.
   */
  private static final int SHARE = 64;

  /** The lengths in use stay while they cost at most this many lookups more than the best ones. */
  private static final int STICKINESS = 2;

  /** The most bits by which a prefix is split: more is never worth it, and would overflow. */
  private static final int MOST_BITS = 20;

  private final Census census;
  private final Family family;
  private final List<Integer> natural;
  private final long worth;

  private Lengths(Census census, Family family) {
    this.census = census;
    this.family = family;
    this.natural = census.lengths(family);
    this.worth = Math.max(LEAST_WORTH, census.count(family) / SHARE);
  }

  /**
   * Returns the lengths to have sets for, shortest first.
   *
   * @param before the lengths until now, which stay unless others are clearly better
   */
  static List<Integer> choose(Census census, Family family, List<Integer> before) {
    Lengths lengths = new Lengths(census, family);
    if (lengths.natural.isEmpty()) {
      return List.of();
    }
    List<Integer> best = lengths.best();
    List<Integer> kept = lengths.used(before);
    return lengths.cost(kept) <= lengths.cost(best) + STICKINESS * lengths.worth ? kept : best;
  }

  /** Returns the length into which a prefix is split: the next one that has a set. */
  static int target(List<Integer> chosen, int length) {
    for (int candidate : chosen) {
      if (candidate >= length) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("no set for a prefix of length " + length);
  }

  /** The best choice of which the {@code i}-th length is the longest, for all up to it. */
  private record Choice(long cost, List<Integer> lengths) {
    Choice with(int length, long more) {
      List<Integer> longer = new ArrayList<>(lengths);
      longer.add(length);
      return new Choice(cost + more, List.copyOf(longer));
    }
  }

  private List<Integer> best() {
    List<Choice> choices = new ArrayList<>(List.of(new Choice(0, List.of())));
    for (int longest = 0; longest < natural.size(); longest++) {
      int length = natural.get(longest);
      long elements = 0;
      Choice best = new Choice(Long.MAX_VALUE, List.of());
      for (int from = longest; from >= 0 && length - natural.get(from) <= MOST_BITS; from--) {
        elements += elements(natural.get(from), length);
        Choice shorter = choices.get(from);
        if (shorter.cost + elements + worth < best.cost) {
          best = shorter.with(length, elements + worth);
        }
      }
      choices.add(best);
    }
    return choices.getLast().lengths;
  }

  private long elements(int natural, int length) {
    return (long) census.count(new Length(family, natural)) << (length - natural);
  }

  /** Returns those lengths into which some prefix would be split. */
  private List<Integer> used(List<Integer> lengths) {
    List<Integer> sorted = lengths.stream().sorted().toList();
    return sorted.isEmpty() || sorted.getLast() < natural.getLast()
        ? List.of()
        : natural.stream().map(length -> target(sorted, length)).distinct().toList();
  }

  private long cost(List<Integer> lengths) {
    if (lengths.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long cost = lengths.size() * worth;
    for (int length : natural) {
      int target = target(lengths, length);
      if (target - length > MOST_BITS) {
        return Long.MAX_VALUE;
      }
      cost += elements(length, target);
    }
    return cost;
  }
}
