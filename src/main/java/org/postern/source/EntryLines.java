package org.postern.source;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.postern.address.Interval;
import org.postern.address.text.AddressScanner;
import org.postern.diagnostic.Report;
import org.postern.policy.FileSource;
import org.postern.policy.ListForm;
import org.postern.policy.parse.list.ListSink;

/**
 * Finds the lines of lists that name entries. Tables of entries hold no lines: a list is read again
 * for an entry that is explained, once for each. Not safe for several threads.
 */
public final class EntryLines {
  private final Map<Place, OptionalInt> found = new HashMap<>();

  private record Place(String list, ListForm form, Interval interval) {}

  /**
   * Returns the line on which a list names exactly this interval, the first being 1. Of several it
   * is the first, whose label counts. Empty when the list does not name it any more, has mistakes
   * or cannot be read.
   */
  public OptionalInt of(FileSource source, Interval interval) {
    return found.computeIfAbsent(
        new Place(source.resolvedPath(), source.form(), interval), EntryLines::find);
  }

  /**
   * Finds the lines of several intervals at once: the list is read once.
   *
   * @return the lines of those that it names
   */
  public static Map<Interval, Integer> of(FileSource source, Collection<Interval> intervals) {
    return read(source.resolvedPath(), source.form(), intervals);
  }

  private static OptionalInt find(Place place) {
    Integer line =
        read(place.list(), place.form(), List.of(place.interval())).get(place.interval());
    return line == null ? OptionalInt.empty() : OptionalInt.of(line);
  }

  private static Map<Interval, Integer> read(
      String path, ListForm form, Collection<Interval> intervals) {
    ListFile list = new ListFile(path, form);
    LineSink lines = new LineSink(intervals);
    Report mistakes = new Report();
    try {
      if (list.obstacle().isPresent()) {
        return Map.of();
      }
      list.read(false, lines, mistakes);
    } catch (IOException e) {
      return Map.of();
    }
    return mistakes.hasErrors() ? Map.of() : lines.first;
  }

  /** Keeps the first line of each interval that is sought. */
  private static final class LineSink implements ListSink {
    private final Set<Interval> sought;

    /** The low words of those sought: no object is made of a line that begins with none of them. */
    private final Set<Long> lows = new HashSet<>();

    private final Map<Interval, Integer> first = new HashMap<>();

    LineSink(Collection<Interval> intervals) {
      this.sought = Set.copyOf(intervals);
      sought.forEach(one -> lows.add(one.first().low()));
    }

    @Override
    public void entry(
        AddressScanner addresses, int line, byte[] bytes, int labelFrom, int labelTo) {
      if (lows.contains(addresses.firstLow())) {
        entry(addresses.interval(), "", line);
      }
    }

    @Override
    public void entry(Interval addresses, String label, int line) {
      if (line > 0 && sought.contains(addresses)) {
        first.putIfAbsent(addresses, line);
      }
    }
  }
}
