package org.postern.page;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.page.html.Words;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.Peers;

/**
 * The parts of which a page does not tell, and how much of them there is.
 *
 * @param named the sets that were asked to be withheld, and those reachable through them alone
 * @param entries the number of withheld entries of each set: all of those sets, and what others
 *     share with them
 * @param peers the number of withheld prefixes of each rule
 * @param added the number of prefixes of each rule that come with the change
 * @param removed the number of prefixes of each rule that go with it
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

  /** Compares a subject with what is left of it. */
  static Withheld between(Subject whole, Subject left, Collection<String> named) {
    Map<String, Integer> entries = lost(whole, left, Withheld::entries);
    named.forEach(set -> entries.putIfAbsent(set, 0));
    return new Withheld(
        List.copyOf(named),
        entries,
        lost(whole, left, Withheld::peers),
        lost(whole, left, one -> changes(one, Change.PeersChanged::added)),
        lost(whole, left, one -> changes(one, Change.PeersChanged::removed)));
  }

  private static Map<String, Integer> entries(Subject subject) {
    return subject.prepared().meaning().settled().entries().stream()
        .collect(
            Collectors.groupingBy(
                part -> part.key().set(), Collectors.summingInt(EffectiveEntries::size)));
  }

  private static Map<String, Integer> peers(Subject subject) {
    Map<String, Integer> counts = new HashMap<>();
    for (AccessRule rule : subject.prepared().meaning().ruleset().rules()) {
      if (rule.peers() instanceof Peers.Only only) {
        counts.put(rule.name(), Words.count(only));
      }
    }
    return counts;
  }

  private static Map<String, Integer> changes(
      Subject subject, Function<Change.PeersChanged, AddressSet> side) {
    Map<String, Integer> counts = new HashMap<>();
    subject.changes().stream()
        .filter(Change.PeersChanged.class::isInstance)
        .map(Change.PeersChanged.class::cast)
        .forEach(one -> counts.put(one.rule(), Words.count(side.apply(one))));
    return counts;
  }

  /**
   * Returns by how much the counts fall from the whole to what is left. Where neighbours are
   * withheld there can be more prefixes of what is left than of the whole.
   */
  private static Map<String, Integer> lost(
      Subject whole, Subject left, Function<Subject, Map<String, Integer>> counts) {
    Map<String, Integer> lost = new HashMap<>(counts.apply(whole));
    counts.apply(left).forEach((name, count) -> lost.merge(name, -count, Integer::sum));
    lost.values().removeIf(count -> count <= 0);
    return lost;
  }

  /**
   * Returns the counts in the order of their names, which is always the same, because pages are
   * made of them.
   */
  private static Map<String, Integer> sorted(Map<String, Integer> counts) {
    return Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** The record where nothing is withheld. */
  public static final Withheld NOTHING =
      new Withheld(List.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** Tells whether it is one of the sets. */
  public boolean isNamed(String set) {
    return named.contains(set);
  }

  /** Returns the count of a name, 0 where there is none. */
  static int of(Map<String, Integer> counts, String name) {
    return counts.getOrDefault(name, 0);
  }
}
