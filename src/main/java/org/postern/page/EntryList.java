package org.postern.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.SettledEntry;
import org.postern.plan.Standing;
import org.postern.state.KeptEntry;

/** The entries of one source: a table, or lists by standing where there are many. */
final class EntryList {
  private static final int TABLED = 100;

  private EntryList() {}

  static void write(String caption, List<SettledEntry> entries, Html html) {
    List<SettledEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(one -> one.entry().interval().first()));
    if (sorted.size() <= TABLED) {
      table(caption, sorted, html);
    } else {
      lists(sorted, html);
    }
  }

  private static void table(String caption, List<SettledEntry> entries, Html html) {
    Table table =
        new Table(
            caption,
            "Address",
            "Label",
            "Line",
            "Standing",
            "First seen",
            "Last confirmed",
            "Until");
    for (SettledEntry one : entries) {
      KeptEntry entry = one.entry();
      table.row(
          Field.code(entry.interval().toString()),
          Field.text(entry.label()),
          Field.text(entry.line() == 0 ? "" : Words.number(entry.line())),
          standing(one.standing()),
          Field.time(entry.firstSeen()),
          Field.time(entry.lastConfirmed()),
          Field.time(one.until()));
    }
    table.write(html);
  }

  private static Field standing(Standing standing) {
    return html -> html.leaf(Tag.SPAN, standing.text(), Attribute.kind(standing.text()));
  }

  /** One list a standing; dates are told as their range, and one by one in the data. */
  private static void lists(List<SettledEntry> entries, Html html) {
    Map<Standing, List<SettledEntry>> groups = new LinkedHashMap<>();
    entries.forEach(
        one -> groups.computeIfAbsent(one.standing(), key -> new ArrayList<>()).add(one));
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

  private static String seen(List<SettledEntry> entries) {
    Instant first = entries.getFirst().entry().firstSeen();
    Instant last = first;
    for (SettledEntry one : entries) {
      Instant seen = one.entry().firstSeen();
      first = seen.isBefore(first) ? seen : first;
      last = seen.isAfter(last) ? seen : last;
    }
    return first.equals(last)
        ? Words.time(first)
        : "from " + Words.time(first) + " to " + Words.time(last);
  }

  private static String until(List<SettledEntry> entries) {
    return entries.stream()
        .map(SettledEntry::until)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(first -> ", the first leaves " + Words.time(first))
        .orElse("");
  }
}
