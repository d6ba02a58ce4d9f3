package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private PrefixSets() {}

  /** The base addresses by prefix length. */
  static Map<Shape.Lookup, AddressSet> of(FilterRule rule) {
    Map<Shape.Lookup, AddressSet.Builder> builders = new LinkedHashMap<>();
    if (rule.peers() instanceof Peers.Only only) {
      for (Prefix prefix : RuleChains.withoutAll(only.addresses())) {
        builders
            .computeIfAbsent(
                new Shape.Lookup(prefix.base().family(), prefix.length()),
                lookup -> AddressSet.builder())
            .add(prefix.base());
      }
    }
    Map<Shape.Lookup, AddressSet> sets = new LinkedHashMap<>();
    builders.forEach((lookup, builder) -> sets.put(lookup, builder.build()));
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

  /** Lengths kept stay where they were; new ones follow, the most populated first. */
  static List<Shape.Lookup> order(Map<Shape.Lookup, AddressSet> wanted, List<Shape.Lookup> before) {
    List<Shape.Lookup> order = new ArrayList<>(before);
    order.retainAll(wanted.keySet());
    wanted.entrySet().stream()
        .filter(entry -> !order.contains(entry.getKey()))
        .sorted(
            Comparator.comparing(
                    (Map.Entry<Shape.Lookup, AddressSet> entry) -> entry.getKey().family())
                .thenComparing(
                    entry -> entry.getValue().size(entry.getKey().family()),
                    Comparator.reverseOrder())
                .thenComparingInt(entry -> -entry.getKey().length()))
        .map(Map.Entry::getKey)
        .forEach(order::add);
    return order;
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
