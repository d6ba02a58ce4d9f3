package org.postern.source;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of entries with some dates for each of them.
 *
 * @param table the entries
 * @param dates one column for each kind of date, each as long as the table
 */
public record DatedTable(EntryTable table, List<DateColumn> dates) {
  public DatedTable {
    dates = List.copyOf(dates);
    for (DateColumn column : dates) {
      if (column.size() != table.size()) {
        throw new IllegalArgumentException(
            "a column of %d for a table of %d".formatted(column.size(), table.size()));
      }
    }
  }

  /** Returns a table of entries that need no date. */
  public static DatedTable of(EntryTable table) {
    return new DatedTable(table, List.of());
  }

  /** Returns the same with the origin of an equal table, where that is another. */
  public DatedTable readAs(EntryTable equal) {
    return table.origin().equals(equal.origin())
        ? this
        : new DatedTable(table.readFrom(equal.origin()), dates);
  }

  /** Returns how many entries there are. */
  public int size() {
    return table.size();
  }

  /** Returns the entries at these ascending positions, with their dates. */
  public DatedTable at(int[] positions) {
    return at(positions, positions.length);
  }

  /** Returns the entries at so many of these ascending positions, with their dates. */
  public DatedTable at(int[] positions, int count) {
    if (count == size()) {
      return this;
    }
    List<DateColumn> picked = new ArrayList<>();
    for (DateColumn column : dates) {
      picked.add(column.at(positions, count));
    }
    return new DatedTable(table.at(positions, count), picked);
  }
}
