package org.postern.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.page.html.Attribute;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Table;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.EntryState;
import org.postern.source.RetainedEntry;

/**
 * Writes the entries of one source: as a table, or as one list for each standing where there are
 * many.
 */
final class EntryList {
  private static final int TABLED = 100;

  private EntryList() {}

  static void write(String caption, List<EffectiveEntry> entries, Html html) {
    List<EffectiveEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(one -> one.entry().interval().first()));
    if (sorted.size() <= TABLED) {
      table(caption, sorted, html);
    } else {
      lists(sorted, html);
    }
  }

  private static void table(String caption, List<EffectiveEntry> entries, Html html) {
    Table table =
        new Table(caption, "Address", "Label", "Standing", "First seen", "Last confirmed", "Until");
    for (EffectiveEntry one : entries) {
      RetainedEntry entry = one.entry();
      table.row(
          Field.code(entry.interval().toString()),
          Field.text(entry.label()),
          standing(one.state()),
          Field.time(entry.firstSeen()),
          Field.time(entry.lastConfirmed()),
          Field.time(one.until()));
    }
    table.write(html);
  }

  private static Field standing(EntryState standing) {
    return html -> html.leaf(Tag.SPAN, standing.text(), Attribute.kind(standing.text()));
  }

  /**
   * Writes one list for each standing, with the range of its dates; the data of the page hold each
   * date.
   */
  private static void lists(List<EffectiveEntry> entries, Html html) {
    Map<EntryState, List<EffectiveEntry>> groups = new LinkedHashMap<>();
    entries.forEach(one -> groups.computeIfAbsent(one.state(), key -> new ArrayList<>()).add(one));
    groups.forEach(
        (standing, group) -> {
          html.open(Tag.P)
              .text(
                  "%s %s, first seen %s%s:"
                      .formatted(
                          Words.number(group.size()), standing.text(), seen(group), until(group)))
              .close(Tag.P)
              .line();
          NetList.entries(group).write(html);
        });
  }

  private static String seen(List<EffectiveEntry> entries) {
    Instant first = entries.getFirst().entry().firstSeen();
    Instant last = first;
    for (EffectiveEntry one : entries) {
      Instant seen = one.entry().firstSeen();
      first = seen.isBefore(first) ? seen : first;
      last = seen.isAfter(last) ? seen : last;
    }
    return first.equals(last)
        ? Words.time(first)
        : "from " + Words.time(first) + " to " + Words.time(last);
  }

  private static String until(List<EffectiveEntry> entries) {
    return entries.stream()
        .map(EffectiveEntry::until)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(first -> ", the first leaves " + Words.time(first))
        .orElse("");
  }
}
