package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.plan.FilterRule;
import org.postern.plan.Peers;
import org.postern.policy.Hook;

/**
 * One rule as it is laid out in sets, and the way there from what is held.
 *
 * @param shape its lookups
 * @param census of its peers
 * @param sets what becomes of the set of each lookup
 */
record RuleLayout(Shape shape, Census census, List<SetChange> sets) {
  RuleLayout {
    sets = List.copyOf(sets);
  }

  /**
   * Lays a rule out.
   *
   * @param rule as it is meant
   * @param before the same rule as it is held, if it is
   * @param layout what is held
   */
  static RuleLayout of(FilterRule rule, Optional<FilterRule> before, NftLayout layout) {
    Optional<RuleLayout> near =
        before.isPresent() && layout.regular()
            ? changed(rule, before.get(), layout)
            : Optional.empty();
    return near.orElseGet(() -> anew(rule, before, layout));
  }

  /** Whether a rule of this frame must ask connection tracking, as {@link Shape} tells. */
  static boolean tracked(FilterRule rule, NftLayout layout) {
    Shape before = layout.shapes().get(rule.name());
    return rule.hooks().contains(Hook.FORWARD)
        || layout.translates()
        || (before != null && before.tracked());
  }

  /** By the intervals around what changes alone, if no set has to be replaced. */
  private static Optional<RuleLayout> changed(
      FilterRule rule, FilterRule before, NftLayout layout) {
    Shape shape = layout.shape(rule.name());
    AddressSet had = peers(before);
    AddressSet wants = peers(rule);
    AddressSet change = wants.subtract(had).union(had.subtract(wants));
    AddressSet old = had.intervalsTouching(change);
    AddressSet young = wants.intervalsTouching(change);
    Census census = layout.census(rule.name()).changed(Census.of(old), Census.of(young));
    List<Length> lengths = shape.lengths();
    Map<Length, Long> elements = Lookups.lengths(census, lengths);
    if (!List.copyOf(elements.keySet()).equals(lengths)) {
      return Optional.empty();
    }
    Map<Length, Long> held = Lookups.lengths(layout.census(rule.name()), lengths);
    Map<Length, AddressSet> less = PrefixSets.split(old, lengths);
    Map<Length, AddressSet> more = PrefixSets.split(young, lengths);
    List<SetChange> sets = new ArrayList<>();
    for (Shape.Lookup lookup : shape.lookups()) {
      Length length = Length.of(lookup);
      AddressSet gone = less.getOrDefault(length, AddressSet.none());
      AddressSet come = more.getOrDefault(length, AddressSet.none());
      SetChange set =
          new SetChange(
              Names.prefixes(rule.name(), lookup),
              lookup,
              held.getOrDefault(length, 0L),
              come.subtract(gone),
              gone.subtract(come));
      if (!Lookups.fits(lookup, set.after(), set.together())) {
        return Optional.empty();
      }
      sets.add(set);
    }
    return Optional.of(
        new RuleLayout(new Shape(tracked(rule, layout), shape.lookups()), census, sets));
  }

  private static RuleLayout anew(FilterRule rule, Optional<FilterRule> before, NftLayout layout) {
    Census census = Census.of(peers(rule));
    List<Shape.Lookup> old =
        Optional.ofNullable(layout.shapes().get(rule.name())).map(Shape::lookups).orElse(List.of());
    Map<Length, Long> elements = Lookups.lengths(census, old.stream().map(Length::of).toList());
    Map<Length, AddressSet> wanted = PrefixSets.split(peers(rule), List.copyOf(elements.keySet()));
    Map<String, AddressSet> held = layout.held(rule.name(), before.map(RuleLayout::peers));
    List<SetChange> sets = new ArrayList<>();
    List<Shape.Lookup> lookups = new ArrayList<>();
    for (Map.Entry<Length, AddressSet> one : wanted.entrySet()) {
      Shape.Lookup lookup = lookup(rule.name(), one.getKey(), one.getValue(), old, held);
      String name = Names.prefixes(rule.name(), lookup);
      AddressSet there = held.getOrDefault(name, AddressSet.none());
      lookups.add(lookup);
      sets.add(
          new SetChange(
              name,
              lookup,
              there.size().longValueExact(),
              one.getValue().subtract(there),
              there.subtract(one.getValue())));
    }
    return new RuleLayout(new Shape(tracked(rule, layout), lookups), census, sets);
  }

  private static Shape.Lookup lookup(
      String rule,
      Length length,
      AddressSet bases,
      List<Shape.Lookup> before,
      Map<String, AddressSet> held) {
    long elements = bases.size().longValueExact();
    for (Shape.Lookup lookup : before) {
      if (Length.of(lookup).equals(length)
          && Lookups.fits(lookup, elements, together(rule, lookup, bases, held))) {
        return lookup;
      }
    }
    return Lookups.sized(length, elements, one -> together(rule, one, bases, held));
  }

  private static long together(
      String rule, Shape.Lookup lookup, AddressSet bases, Map<String, AddressSet> held) {
    AddressSet there = held.getOrDefault(Names.prefixes(rule, lookup), AddressSet.none());
    return there.union(bases).size().longValueExact();
  }

  static AddressSet peers(FilterRule rule) {
    return rule.peers() instanceof Peers.Only only ? only.addresses() : AddressSet.none();
  }
}
