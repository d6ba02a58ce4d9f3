package org.postern.source;

import java.util.Arrays;
import java.util.List;
import org.postern.address.Bounds;
import org.postern.address.BoundsBuilder;
import org.postern.address.Family;
import org.postern.address.Interval;

/** Collects entries in any order. Not safe for several threads. */
public final class EntryTableBuilder {
  private final BoundsBuilder bounds;
  private final LabelDictionary dictionary = new LabelDictionary();
  private int[] labels;

  EntryTableBuilder(Family family, int expected) {
    this.bounds = Bounds.builder(family, expected);
    this.labels = new int[0];
  }

  /** Returns how many were added, those named twice included. */
  public int size() {
    return bounds.size();
  }

  /** Adds one entry. */
  public EntryTableBuilder add(Interval interval, String label) {
    bounds.add(interval);
    return labelled(label);
  }

  /** Adds one entry by the ends of its interval; the high words are zero for IPv4. */
  public EntryTableBuilder add(
      long firstHigh, long firstLow, long lastHigh, long lastLow, String label) {
    bounds.add(firstHigh, firstLow, lastHigh, lastLow);
    return labelled(label);
  }

  /**
   * Adds an entry with a label among bytes, which must be ASCII; it becomes a string only when it
   * is the first of its kind.
   */
  public EntryTableBuilder add(
      long firstHigh, long firstLow, long lastHigh, long lastLow, byte[] bytes, int from, int to) {
    bounds.add(firstHigh, firstLow, lastHigh, lastLow);
    return from == to ? labelled(0) : labelled(dictionary.place(bytes, from, to));
  }

  /** Adds one entry of a table. */
  public EntryTableBuilder add(EntryTable table, int index) {
    bounds.add(table.bounds(), index);
    return labelled(table.label(index));
  }

  /** Adds so many entries of a table from a position on. */
  public EntryTableBuilder add(EntryTable table, int from, int count) {
    if (table.isLabelled()) {
      for (int index = from; index < from + count; index++) {
        add(table, index);
      }
    } else {
      bounds.add(table.bounds(), from, count);
      if (labels.length > 0 && labels.length < bounds.size()) {
        labels = Arrays.copyOf(labels, bounds.size());
      }
    }
    return this;
  }

  private EntryTableBuilder labelled(String label) {
    return labelled(dictionary.place(label));
  }

  /** Adds the label of the last entry; labels are stored from the first one on. */
  private EntryTableBuilder labelled(int place) {
    int index = bounds.size() - 1;
    if (labels.length == 0 && place == 0) {
      return this;
    }
    if (index >= labels.length) {
      labels = Arrays.copyOf(labels, Math.max(16, index * 2 + 1));
    }
    labels[index] = place;
    return this;
  }

  /**
   * Returns all entries that were added so far, ascending, each interval once; the first label
   * counts.
   */
  public EntryTable build() {
    if (labels.length > 0) {
      return buildOrdered().table();
    }
    Bounds all = bounds.build();
    if (all.isAscending()) {
      return EntryTable.of(all);
    }
    int[] order = all.ascending();
    return EntryTable.of(all.at(order, order.length));
  }

  /** Returns the table, with the place that each entry had when it was added. */
  public Ordered buildOrdered() {
    Bounds all = bounds.build();
    int[] order = all.isAscending() ? identity(all.size()) : all.ascending();
    Bounds sorted = all.at(order, order.length);
    if (labels.length == 0) {
      return new Ordered(EntryTable.of(sorted), order);
    }
    int[] picked = new int[order.length];
    for (int index = 0; index < order.length; index++) {
      picked[index] = order[index] < labels.length ? labels[order[index]] : 0;
    }
    return new Ordered(new EntryTable(EntryColumns.of(sorted, picked, dictionary.words())), order);
  }

  private static int[] identity(int size) {
    int[] order = new int[size];
    for (int index = 0; index < size; index++) {
      order[index] = index;
    }
    return order;
  }

  /** A table, and where its entries came from. */
  public static final class Ordered {
    private final EntryTable table;
    private final int[] order;

    private Ordered(EntryTable table, int[] order) {
      this.table = table;
      this.order = order;
    }

    /** Returns the entries. */
    public EntryTable table() {
      return table;
    }

    /** Returns the entries with dates that were added like them, each column as they were. */
    public DatedTable dated(List<DateColumn.Builder> dates) {
      return new DatedTable(
          table, dates.stream().map(column -> column.build().at(order, order.length)).toList());
    }
  }
}
