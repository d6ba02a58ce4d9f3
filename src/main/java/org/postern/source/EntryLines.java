package org.postern.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.postern.address.AddressScanner;
import org.postern.address.Interval;
import org.postern.diagnostic.Report;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.ListSink;

/**
 * Finds the lines of lists that name entries. Tables of entries hold no lines: a list is read again
 * for an entry that is explained, once for each. Not safe for several threads.
 */
public final class EntryLines {
  private final Map<Place, OptionalInt> found = new HashMap<>();

  private record Place(String list, Interval interval) {}

  /**
   * The line on which a list names exactly this interval, the first being 1. Of several it is the
   * first, whose label counts. Empty when the list does not name it any more, has mistakes or
   * cannot be read.
   */
  public OptionalInt of(SourceSpec.ListFile source, Interval interval) {
    return found.computeIfAbsent(new Place(source.resolvedPath(), interval), EntryLines::find);
  }

  private static OptionalInt find(Place place) {
    ListFile list = new ListFile(place.list());
    LineSink line = new LineSink(place.interval());
    Report mistakes = new Report();
    try {
      if (list.obstacle().isPresent()) {
        return OptionalInt.empty();
      }
      list.read(false, line, mistakes);
    } catch (IOException e) {
      return OptionalInt.empty();
    }
    return line.first == 0 || mistakes.hasErrors()
        ? OptionalInt.empty()
        : OptionalInt.of(line.first);
  }

  /** Takes entries until one is the interval that is sought. */
  private static final class LineSink implements ListSink {
    private final Interval sought;

    /** Zero as long as no line is it. */
    private int first;

    LineSink(Interval sought) {
      this.sought = sought;
    }

    @Override
    public void entry(
        AddressScanner addresses, int line, byte[] bytes, int labelFrom, int labelTo) {
      if (first == 0
          && addresses.firstLow() == sought.first().low()
          && addresses.interval().equals(sought)) {
        first = line;
      }
    }

    @Override
    public void entry(Interval addresses, String label, int line) {
      if (first == 0 && addresses.equals(sought)) {
        first = line;
      }
    }
  }
}
