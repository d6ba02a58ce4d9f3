package org.postern.page;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a page does not tell, and how much of it there is.
 *
 * @param named the sets that were asked to be withheld, and those reachable through them alone
 * @param entries of each set that are withheld: all of those, and what others share with them
 * @param peers prefixes of each rule that are withheld
 * @param added of each rule, prefixes that come with the change
 * @param removed of each rule, prefixes that go with it
 */
public record Withheld(
    List<String> named,
    Map<String, Integer> entries,
    Map<String, Integer> peers,
    Map<String, Integer> added,
    Map<String, Integer> removed) {
  public Withheld {
    named = List.copyOf(named);
    entries = sorted(entries);
    peers = sorted(peers);
    added = sorted(added);
    removed = sorted(removed);
  }

  /** In one order always, because pages are made of it. */
  private static Map<String, Integer> sorted(Map<String, Integer> counts) {
    return Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** Nothing. */
  public static final Withheld NOTHING =
      new Withheld(List.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** Whether it is one of the sets. */
  public boolean isNamed(String set) {
    return named.contains(set);
  }

  /** How much of it a map of counts has. */
  static int of(Map<String, Integer> counts, String name) {
    return counts.getOrDefault(name, 0);
  }
}
