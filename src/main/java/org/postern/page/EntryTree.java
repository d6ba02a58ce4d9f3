package org.postern.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;

/** Writes entries for programs, grouped by their standing and dates. */
final class EntryTree {
  private EntryTree() {}

  private record Shared(
      EntryState standing, Instant firstSeen, Instant lastConfirmed, Optional<Instant> until) {}

  static List<Map<String, Object>> of(List<EffectiveEntry> entries) {
    Map<Shared, List<EffectiveEntry>> groups = new LinkedHashMap<>();
    Shared last = null;
    List<EffectiveEntry> group = new ArrayList<>();
    for (EffectiveEntry one : entries) {
      Shared shared =
          new Shared(
              one.state(), one.entry().firstSeen(), one.entry().lastConfirmed(), one.until());
      // Most entries belong to the group of the entry before.
      if (!shared.equals(last)) {
        last = shared;
        group = groups.computeIfAbsent(shared, _ -> new ArrayList<>());
      }
      group.add(one);
    }
    List<Map<String, Object>> trees = new ArrayList<>();
    groups.forEach((shared, some) -> trees.add(tree(shared, some)));
    return trees;
  }

  private static Map<String, Object> tree(Shared shared, List<EffectiveEntry> group) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("standing", shared.standing().text());
    tree.put("firstSeen", shared.firstSeen().toString());
    tree.put("lastConfirmed", shared.lastConfirmed().toString());
    shared.until().ifPresent(until -> tree.put("until", until.toString()));
    tree.put("nets", group.stream().map(one -> one.entry().interval().toString()).toList());
    Map<String, Object> labels = new LinkedHashMap<>();
    group.stream()
        .map(EffectiveEntry::entry)
        .filter(entry -> !entry.label().isEmpty())
        .forEach(entry -> labels.put(entry.interval().toString(), entry.label()));
    if (!labels.isEmpty()) {
      tree.put("labels", labels);
    }
    return tree;
  }
}
