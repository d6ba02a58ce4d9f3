package org.postern.target.sheet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Sha256;
import org.postern.host.Json;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.plan.tree.RulesetTree;

/**
 * The task that a sheet sets a person. A sheet that was handed out and not attested may have been
 * carried out in part: then the system holds at least the certain entries and at most the possible
 * ones.
 *
 * @param target the name of the target
 * @param since the digest of the sheet that was attested last, so that no two successive sheets are
 *     equal; empty when none ever was
 * @param system the system that is changed
 * @param certain the entries of each list that are there whether or not earlier sheets were carried
 *     out
 * @param possible the entries of each list that may be there
 * @param after the ruleset that should be there
 */
record Task(
    String target,
    String since,
    SheetSystem system,
    Map<String, Set<Interval>> certain,
    Map<String, Set<Interval>> possible,
    Ruleset after) {
  /** The name of the list of a system that has only one. */
  static final String ONE_LIST = "";

  private static final int DIGITS = 12;

  Task {
    certain = Map.copyOf(certain);
    possible = Map.copyOf(possible);
  }

  /** Returns the task that leads from what was attested to a ruleset. */
  static Task from(String target, SheetSystem system, Records records, Ruleset after) {
    Map<String, Set<Interval>> held = lists(system, records.held());
    String since = records.attested().map(one -> one.by().digest()).orElse("");
    return new Task(target, since, system, held, held, after);
  }

  /**
   * Returns the task that leads to another ruleset, when this one may be carried out in part, or
   * not at all.
   */
  Task then(Ruleset next) {
    Map<String, Set<Interval>> asked = lists(system, after);
    Map<String, Set<Interval>> kept = new TreeMap<>();
    certain.forEach(
        (list, entries) -> {
          Set<Interval> both = new LinkedHashSet<>(entries);
          both.retainAll(asked.getOrDefault(list, Set.of()));
          kept.put(list, both);
        });
    Map<String, Set<Interval>> all = new TreeMap<>();
    possible.forEach((list, entries) -> all.put(list, new LinkedHashSet<>(entries)));
    asked.forEach(
        (list, entries) -> all.computeIfAbsent(list, _ -> new LinkedHashSet<>()).addAll(entries));
    return new Task(target, since, system, kept, all, next);
  }

  /** Returns the entries of each list for a ruleset. */
  private static Map<String, Set<Interval>> lists(SheetSystem system, Ruleset ruleset) {
    Map<String, AddressSet> sets = new TreeMap<>();
    for (AccessRule rule : ruleset.rules()) {
      String list = system.hasOneList() ? ONE_LIST : rule.name();
      sets.merge(list, rule.peers().asSet(), AddressSet::union);
    }
    Map<String, Set<Interval>> lists = new TreeMap<>();
    sets.forEach((list, set) -> lists.put(list, new LinkedHashSet<>(system.form().entries(set))));
    return lists;
  }

  /** Returns the entries to add, by list. */
  Map<String, List<Interval>> added() {
    return difference(lists(system, after), certain);
  }

  /** Returns the entries to remove, by list. */
  Map<String, List<Interval>> removed() {
    return difference(possible, lists(system, after));
  }

  private static Map<String, List<Interval>> difference(
      Map<String, Set<Interval>> of, Map<String, Set<Interval>> without) {
    Map<String, List<Interval>> lists = new TreeMap<>();
    of.forEach(
        (list, entries) -> {
          List<Interval> left = new ArrayList<>(entries);
          left.removeAll(without.getOrDefault(list, Set.of()));
          if (!left.isEmpty()) {
            lists.put(list, left);
          }
        });
    return lists;
  }

  /** Returns the number of entries that should be there. */
  int size() {
    return lists(system, after).values().stream().mapToInt(Set::size).sum();
  }

  /** Tells whether an earlier sheet may be carried out in part. */
  boolean isUncertain() {
    return !certain.equals(possible);
  }

  /** Tells whether no entry should be left there. */
  boolean isUndo() {
    return after.rules().isEmpty();
  }

  /** Returns a digest that identifies the task: equal tasks have equal digests. */
  String digest() {
    return Sha256.hex(Json.write(tree())).substring(0, DIGITS);
  }

  /** Returns the task as a tree for its record. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", target);
    tree.put("since", since);
    tree.put("for", system.word());
    tree.put("certain", texts(certain));
    tree.put("possible", texts(possible));
    tree.put("after", RulesetTree.write(after));
    return tree;
  }

  private static Map<String, List<String>> texts(Map<String, Set<Interval>> lists) {
    Map<String, List<String>> texts = new TreeMap<>();
    lists.forEach((list, entries) -> texts.put(list, entries.stream().map(Form::text).toList()));
    return texts;
  }
}
