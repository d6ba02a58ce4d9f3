package org.postern.target.api.smartermail;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/** The form in which addresses are written as entries. */
enum Spelling {
  /** Ranges, the fewest entries. */
  RANGES,
  /** Prefixes, for a server that takes no ranges. */
  PREFIXES;

  /** Returns the parts of a set, each of which becomes an entry. */
  List<Interval> parts(AddressSet listed) {
    return switch (this) {
      case RANGES -> listed.intervals(Family.IP);
      case PREFIXES -> listed.prefixes(Family.IP).stream().map(Prefix::interval).toList();
    };
  }

  /**
   * Returns the text of an entry for a part. The server identifies entries by text alone, across
   * both lists, so that the text of another entry is never used.
   *
   * @param taken texts of other entries
   * @return empty where every spelling is taken
   */
  Optional<String> text(Interval part, Set<String> taken) {
    return spellings(part).stream().filter(text -> !taken.contains(text)).findFirst();
  }

  private List<String> spellings(Interval part) {
    String range = part.first() + "-" + part.last();
    if (part.first().equals(part.last())) {
      String single = part.first().toString();
      return List.of(single, single + "/32", range);
    }
    return this == RANGES ? List.of(range) : part.prefix().map(Prefix::text).stream().toList();
  }

  /** Returns two intervals that together make up a part; none for a single address. */
  List<Interval> halves(Interval part) {
    if (part.first().equals(part.last())) {
      return List.of();
    }
    if (this == PREFIXES) {
      int longer = part.prefix().orElseThrow().length() + 1;
      return List.of(
          Prefix.containing(part.first(), longer).interval(),
          Prefix.containing(part.last(), longer).interval());
    }
    return List.of(
        new Interval(part.first(), part.first()),
        new Interval(part.first().next().orElseThrow(), part.last()));
  }
}
