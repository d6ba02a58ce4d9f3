package org.postern.source;

import java.util.List;

/** A table, and where its entries came from. */
public final class OrderedTable {
  private final EntryTable table;
  private final int[] order;

  OrderedTable(EntryTable table, int[] order) {
    this.table = table;
    this.order = order;
  }

  /** The entries. */
  public EntryTable table() {
    return table;
  }

  /** The entries with dates that were added like them, each column as they were. */
  public DatedTable dated(List<DateColumn.Builder> dates) {
    return new DatedTable(
        table, dates.stream().map(column -> column.build().at(order, order.length)).toList());
  }
}
