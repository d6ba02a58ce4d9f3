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
 * What a person is asked to bring about. A sheet that was handed on and not attested may be carried
 * out in part: what is there lies between what is certain and what is possible.
 *
 * @param target the name of the target
 * @param since digest of the sheet that was attested last, so that no two sheets in a row are the
 *     same; empty when none ever was
 * @param system what it is
 * @param certain the entries of each list that are there whatever was carried out
 * @param possible those that may be there
 * @param after what is to be there
 */
record Task(
    String target,
    String since,
    SheetSystem system,
    Map<String, Set<Interval>> certain,
    Map<String, Set<Interval>> possible,
    Ruleset after) {
  /** The name of the list of a system that has one. */
  static final String ONE_LIST = "";

  private static final int DIGITS = 12;

  Task {
    certain = Map.copyOf(certain);
    possible = Map.copyOf(possible);
  }

  /** From what was attested. */
  static Task from(String target, SheetSystem system, Records records, Ruleset after) {
    Map<String, Set<Interval>> held = lists(system, records.held());
    String since = records.attested().map(one -> one.by().digest()).orElse("");
    return new Task(target, since, system, held, held, after);
  }

  /** From a sheet that may be carried out in part, or not at all. */
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

  /** The entries of each list of a ruleset. */
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

  /** The entries to add, by list. */
  Map<String, List<Interval>> added() {
    return difference(lists(system, after), certain);
  }

  /** The entries to remove, by list. */
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

  /** How many entries there are in the end. */
  int size() {
    return lists(system, after).values().stream().mapToInt(Set::size).sum();
  }

  /** Whether an earlier sheet may be carried out in part. */
  boolean isUncertain() {
    return !certain.equals(possible);
  }

  /** Whether nothing is to be left there. */
  boolean isUndo() {
    return after.rules().isEmpty();
  }

  /** Names exactly this: the same is asked for by the same sheet. */
  String digest() {
    return Sha256.hex(Json.write(tree())).substring(0, DIGITS);
  }

  /** For a record. */
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
