package org.postern.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.plan.SettledEntry;

/** Why prefixes are in force: the first entry of each, found in one pass over all entries. */
final class Reasons {
  private final List<Prefix> prefixes;
  private final Map<Prefix, String> found = new HashMap<>();

  private Reasons(List<Prefix> prefixes) {
    this.prefixes = prefixes;
  }

  /**
   * The reasons; a prefix that nobody names any more has none.
   *
   * @param prefixes sorted and disjoint, as a set hands them out
   */
  static Map<Prefix, String> of(List<Prefix> prefixes, List<SettledEntry> entries) {
    Reasons reasons = new Reasons(prefixes);
    for (SettledEntry entry : entries) {
      if (reasons.found.size() == prefixes.size()) {
        break;
      }
      reasons.add(entry);
    }
    return reasons.found;
  }

  private void add(SettledEntry entry) {
    Interval interval = entry.entry().interval();
    for (int at = firstReaching(interval); at < prefixes.size(); at++) {
      Prefix prefix = prefixes.get(at);
      if (prefix.first().compareTo(interval.last()) > 0) {
        break;
      }
      found.computeIfAbsent(prefix, key -> words(entry));
    }
  }

  /** The first prefix that does not end before the interval begins. */
  private int firstReaching(Interval interval) {
    int from = 0;
    int to = prefixes.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (prefixes.get(middle).last().compareTo(interval.first()) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static String words(SettledEntry entry) {
    String label = entry.entry().label();
    return "  "
        + entry.key().source()
        + (label.isEmpty() ? "" : " \"" + label + "\"")
        + ", "
        + entry.standing().text();
  }
}
