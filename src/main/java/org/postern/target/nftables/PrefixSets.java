package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.plan.FilterRule;
import org.postern.plan.Peers;

/**
 * The peers of a rule as hash sets, one per prefix length: each set holds the base addresses of its
 * prefixes. Plain hash sets neither miss while they change nor are dumped by other people's {@code
 * nft}, as interval sets do.
 */
final class PrefixSets {
  /** The kernel keeps 11 bytes for each element a set might hold: 11 KB for the smallest. */
  private static final int SMALLEST = 1_024;

  private static final int LARGEST = SMALLEST << 14;

  /** A set that is filled to less than one in so many is replaced by a smaller one. */
  private static final int WASTE = 64;

  private PrefixSets() {}

  /** One prefix length of one family. */
  record Length(Family family, int length) {
    Length(Shape.Lookup lookup) {
      this(lookup.family(), lookup.length());
    }
  }

  /** The base addresses by prefix length. */
  static Map<Length, AddressSet> of(FilterRule rule) {
    Map<Length, AddressSet.Builder> builders = new LinkedHashMap<>();
    if (rule.peers() instanceof Peers.Only only) {
      for (Prefix prefix : RuleChains.withoutAll(only.addresses())) {
        builders
            .computeIfAbsent(
                new Length(prefix.base().family(), prefix.length()), length -> AddressSet.builder())
            .add(prefix.base());
      }
    }
    Map<Length, AddressSet> sets = new LinkedHashMap<>();
    builders.forEach((length, builder) -> sets.put(length, builder.build()));
    return sets;
  }

  /** The peers that base addresses of one length stand for. */
  static AddressSet peers(Shape.Lookup lookup, AddressSet bases) {
    AddressSet.Builder builder = AddressSet.builder();
    for (Interval interval : bases.intervals(lookup.family())) {
      Address base = interval.first();
      builder.add(Prefix.containing(base, lookup.length()));
      while (!base.equals(interval.last())) {
        base = base.next().orElseThrow();
        builder.add(Prefix.containing(base, lookup.length()));
      }
    }
    return builder.build();
  }

  /**
   * The lookups of a rule. Lengths kept stay where they were; new ones follow, the most populated
   * first.
   *
   * @param wanted what the sets are to hold
   * @param before the lookups until now
   * @param held what their sets hold until now
   */
  static List<Shape.Lookup> order(
      Map<Length, AddressSet> wanted,
      List<Shape.Lookup> before,
      Function<Shape.Lookup, AddressSet> held) {
    List<Shape.Lookup> order = new ArrayList<>();
    Map<Length, AddressSet> open = new LinkedHashMap<>(wanted);
    for (Shape.Lookup lookup : before) {
      AddressSet bases = open.remove(new Length(lookup));
      if (bases != null) {
        int needed = count(bases.union(held.apply(lookup)), lookup.family());
        order.add(fits(needed, lookup.size()) ? lookup : sized(new Length(lookup), bases, held));
      }
    }
    open.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Length, AddressSet> entry) -> entry.getKey().family())
                .thenComparingInt(entry -> -count(entry.getValue(), entry.getKey().family()))
                .thenComparingInt(entry -> -entry.getKey().length()))
        .forEach(entry -> order.add(sized(entry.getKey(), entry.getValue(), held)));
    return order;
  }

  private static boolean fits(int needed, int size) {
    return needed <= size && (size == SMALLEST || (long) needed * WASTE > size);
  }

  /**
   * Room to grow four times; sizes in steps of four, so that they seldom change. What a set of that
   * size holds already stays until the last step, so it must fit in beside.
   */
  private static Shape.Lookup sized(
      Length length, AddressSet bases, Function<Shape.Lookup, AddressSet> held) {
    int size = SMALLEST;
    while (size < LARGEST
        && !hasRoom(new Shape.Lookup(length.family, length.length, size), bases, held)) {
      size *= 4;
    }
    return new Shape.Lookup(length.family(), length.length(), size);
  }

  private static boolean hasRoom(
      Shape.Lookup lookup, AddressSet bases, Function<Shape.Lookup, AddressSet> held) {
    return lookup.size() >= 4L * count(bases, lookup.family())
        && lookup.size() >= count(bases.union(held.apply(lookup)), lookup.family());
  }

  private static int count(AddressSet bases, Family family) {
    return bases.size(family).intValueExact();
  }

  /** The sets of a rule beside its prefix sets: who was seen, of each family. */
  static List<String> seen(FilterRule rule) {
    return rule.peers() instanceof Peers.Any
        ? List.of()
        : List.of(Names.seen(rule.name(), Family.IP), Names.seen(rule.name(), Family.IP6));
  }

  /** The counters of a rule. */
  static List<String> counters(FilterRule rule) {
    return rule.peers() instanceof Peers.Any
        ? List.of(Names.accepted(rule.name()))
        : List.of(Names.accepted(rule.name()), Names.refused(rule.name()));
  }
}
