package org.postern.target.iptables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.plan.Observation;

/**
 * What iptables and ipset hold of ours.
 *
 * @param saved the table filter of each family that this host has
 * @param sets ours by name
 * @param shapes of the rules that could be read
 * @param translates whether another program's rules translate addresses
 * @param notes on the host, in words
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

  /** Of a host with both families that has not been looked at. */
  static IptLayout nothing() {
    Map<Family, Saved> saved = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      saved.put(family, Saved.nothing());
    }
    return new IptLayout(saved, Map.of(), Map.of(), false, List.of());
  }

  /** The set of a rule's peers that is in use. */
  Optional<HeldSet> peers(String rule, Family family) {
    return Optional.ofNullable(shapes.get(rule))
        .flatMap(
            shape ->
                Optional.ofNullable(sets.get(Names.peers(rule, family, shape.letter(family)))));
  }

  /** Whether this family stands for both. */
  boolean alone() {
    return saved.size() == 1;
  }
}
