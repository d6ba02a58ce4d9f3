package org.postern.target.iptables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.plan.Observation;

/**
 * Our rules and sets as iptables and ipset hold them.
 *
 * @param saved the table filter of each family that this host has
 * @param sets our sets by name
 * @param shapes the shapes of the rules that could be read, by name
 * @param translates whether another program's rules translate addresses
 * @param notes notes on the host, in words
 */
record IptLayout(
    Map<Family, Saved> saved,
    Map<String, HeldSet> sets,
    Map<String, Shape> shapes,
    boolean translates,
    List<String> notes)
    implements Observation.Layout {
  IptLayout {
    saved = Map.copyOf(saved);
    sets = Map.copyOf(sets);
    shapes = Map.copyOf(shapes);
    notes = List.copyOf(notes);
  }

  /** Returns the layout of a host with both families of which nothing has been read. */
  static IptLayout nothing() {
    Map<Family, Saved> saved = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      saved.put(family, Saved.nothing());
    }
    return new IptLayout(saved, Map.of(), Map.of(), false, List.of());
  }

  /** Returns the set of a rule's peers that is in use. */
  Optional<HeldSet> peers(String rule, Family family) {
    return Optional.ofNullable(shapes.get(rule))
        .flatMap(
            shape ->
                Optional.ofNullable(sets.get(Names.peers(rule, family, shape.letter(family)))));
  }

  /** Tells whether the host has one family only. */
  boolean alone() {
    return saved.size() == 1;
  }
}
