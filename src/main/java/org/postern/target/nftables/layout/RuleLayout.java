package org.postern.target.nftables.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.policy.Hook;

/**
 * The layout of a rule in sets, and the way there from what is held.
 *
 * @param shape the look-ups of the rule
 * @param census the census of its peers
 * @param sets the change of the set of each look-up
 */
public record RuleLayout(Shape shape, Census census, List<SetChange> sets) {
  public RuleLayout {
    sets = List.copyOf(sets);
  }

  /**
   * Lays a rule out.
   *
   * @param rule the rule as it is meant
   * @param plan the plan from what is held
   * @param layout the layout of what is held
   */
  public static RuleLayout of(AccessRule rule, Plan plan, NftLayout layout) {
    Optional<AccessRule> before = plan.before().owned().rule(rule.name());
    boolean near =
        layout.regular()
            && rule.peers() instanceof Peers.Only
            && before.filter(held -> held.peers() instanceof Peers.Only).isPresent();
    return (near
            ? changed(rule, before.orElseThrow(), change(rule, plan), layout)
            : Optional.<RuleLayout>empty())
        .orElseGet(() -> anew(rule, before, layout));
  }

  /** Returns the peers that the plan adds to the rule or removes from it. */
  private static AddressSet change(AccessRule rule, Plan plan) {
    for (Change change : plan.changes()) {
      if (change instanceof Change.PeersChanged peers && peers.rule().equals(rule.name())) {
        return peers.added().union(peers.removed());
      }
    }
    return AddressSet.none();
  }

  /** Tells whether a rule of this frame must ask connection tracking, as {@link Shape} tells. */
  public static boolean tracked(AccessRule rule, NftLayout layout) {
    Shape before = layout.shapes().get(rule.name());
    return rule.packets().hooks().contains(Hook.FORWARD)
        || layout.translates()
        || (before != null && before.tracked());
  }

  /**
   * Returns the layout after a change, computed from the intervals around the change alone; empty
   * if a set has to be replaced.
   */
  private static Optional<RuleLayout> changed(
      AccessRule rule, AccessRule before, AddressSet change, NftLayout layout) {
    Shape shape = layout.shape(rule.name());
    Census held = layout.census(rule.name());
    AddressSet old = peers(before).intervalsTouching(change);
    AddressSet young = peers(rule).intervalsTouching(change);
    Census census = held.changed(old, young);
    if (!Lookups.lengths(census, shape.lengths()).equals(shape.lengths())) {
      return Optional.empty();
    }
    List<SetChange> sets = sets(rule.name(), shape, held, old, young);
    return sets.stream().allMatch(set -> Lookups.fits(set.lookup(), set.after(), set.together()))
        ? Optional.of(
            new RuleLayout(new Shape(tracked(rule, layout), shape.lookups()), census, sets))
        : Optional.empty();
  }

  private static List<SetChange> sets(
      String rule, Shape shape, Census held, AddressSet old, AddressSet young) {
    Map<Length, Long> elements = Lookups.elements(held, shape.lengths());
    Map<Length, AddressSet> less = PrefixSets.split(old, shape.lengths());
    Map<Length, AddressSet> more = PrefixSets.split(young, shape.lengths());
    List<SetChange> sets = new ArrayList<>();
    for (Shape.Lookup lookup : shape.lookups()) {
      Length length = Length.of(lookup);
      AddressSet gone = less.getOrDefault(length, AddressSet.none());
      AddressSet come = more.getOrDefault(length, AddressSet.none());
      sets.add(
          new SetChange(
              Names.prefixes(rule, lookup),
              lookup,
              elements.getOrDefault(length, 0L),
              come.subtract(gone),
              gone.subtract(come)));
    }
    return sets;
  }

  private static RuleLayout anew(AccessRule rule, Optional<AccessRule> before, NftLayout layout) {
    Census census = Census.of(peers(rule));
    List<Length> old = before(rule.name(), layout).stream().map(Length::of).toList();
    List<Length> lengths = Lookups.lengths(census, old);
    Map<Length, AddressSet> wanted = PrefixSets.split(peers(rule), lengths);
    Map<String, AddressSet> held = layout.held(rule.name(), before.map(RuleLayout::peers));
    List<SetChange> sets = new ArrayList<>();
    List<Shape.Lookup> lookups = new ArrayList<>();
    for (Map.Entry<Length, AddressSet> one : wanted.entrySet()) {
      Shape.Lookup lookup = lookup(rule.name(), one.getKey(), one.getValue(), layout, held);
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
      NftLayout layout,
      Map<String, AddressSet> held) {
    TableContents contents = layout.contents();
    long elements = bases.size().longValueExact();
    for (Shape.Lookup lookup : before(rule, layout)) {
      if (Length.of(lookup).equals(length)
          && contents.isSound(Names.prefixes(rule, lookup), lookup)
          && Lookups.fits(lookup, elements, together(rule, lookup, bases, held))) {
        return lookup;
      }
    }
    return Lookups.sized(
        length,
        elements,
        one ->
            contents.isSound(Names.prefixes(rule, one), one)
                ? together(rule, one, bases, held)
                : Long.MAX_VALUE);
  }

  private static List<Shape.Lookup> before(String rule, NftLayout layout) {
    return Optional.ofNullable(layout.shapes().get(rule)).map(Shape::lookups).orElse(List.of());
  }

  private static long together(
      String rule, Shape.Lookup lookup, AddressSet bases, Map<String, AddressSet> held) {
    AddressSet there = held.getOrDefault(Names.prefixes(rule, lookup), AddressSet.none());
    return there.union(bases).size().longValueExact();
  }

  public static AddressSet peers(AccessRule rule) {
    return rule.peers() instanceof Peers.Only only ? only.addresses() : AddressSet.none();
  }
}
