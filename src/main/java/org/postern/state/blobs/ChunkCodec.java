package org.postern.state.blobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;

/**
 * The records of one chunk: its entries, and the dates of those. Writer and reader side by side.
 */
final class ChunkCodec {
  private ChunkCodec() {}

  /** Returns the entries at some ascending positions of a table, with their labels. */
  static byte[] entries(EntryTable table, int[] positions, int count) {
    ByteWriter out = new ByteWriter().number(count);
    IntervalCodec intervals = new IntervalCodec(table.family());
    Map<String, Integer> words = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      intervals.write(table.bounds(), positions[i], out);
      String label = table.label(positions[i]);
      if (!label.isEmpty()) {
        words.putIfAbsent(label, words.size() + 1);
      }
    }
    out.number(words.size());
    words.keySet().forEach(out::text);
    if (!words.isEmpty()) {
      for (int i = 0; i < count; i++) {
        out.number(words.getOrDefault(table.label(positions[i]), 0));
      }
    }
    return out.toBytes();
  }

  /**
   * Returns the dates of the same entries, column by column: how often in a row, and how much
   * later.
   */
  static byte[] dates(DatedTable table, int[] positions, int count) {
    ByteWriter out = new ByteWriter();
    for (DateColumn column : table.dates()) {
      long last = 0;
      int i = 0;
      while (i < count) {
        long date = column.seconds(positions[i]);
        int run = 1;
        while (i + run < count && column.seconds(positions[i + run]) == date) {
          run++;
        }
        out.number(run).signed(date - last);
        last = date;
        i += run;
      }
    }
    return out.toBytes();
  }

  /** Puts chunks together, in any order. */
  static final class Collector implements IntervalCodec.Taker {
    private final Family family;
    private final EntryTableBuilder entries;
    private final List<DateColumn.Builder> columns = new ArrayList<>();

    /** The ends of the intervals of one chunk, four words each: labels stand behind all of them. */
    private long[] ends = new long[1024];

    private int used;

    Collector(Family family, int expected, int dates) {
      this.family = family;
      this.entries = EntryTable.builder(family, expected);
      for (int i = 0; i < dates; i++) {
        columns.add(DateColumn.builder(expected));
      }
    }

    /** Adds a chunk and returns how many entries it has. */
    int add(ByteReader in, ByteReader dates) throws IOException {
      int count = in.count();
      ends = 4 * count > ends.length ? new long[4 * count] : ends;
      used = 0;
      IntervalCodec intervals = new IntervalCodec(family);
      for (int i = 0; i < count; i++) {
        intervals.read(in, this);
      }
      String[] words = words(in);
      for (int i = 0; i < count; i++) {
        String label = words.length == 1 ? "" : words[in.count(words.length - 1)];
        entries.add(ends[4 * i], ends[4 * i + 1], ends[4 * i + 2], ends[4 * i + 3], label);
      }
      in.requireEnd();
      for (DateColumn.Builder column : columns) {
        add(column, count, dates);
      }
      if (!columns.isEmpty()) {
        dates.requireEnd();
      }
      return count;
    }

    @Override
    public void take(long firstHigh, long firstLow, long lastHigh, long lastLow) {
      ends[used] = firstHigh;
      ends[used + 1] = firstLow;
      ends[used + 2] = lastHigh;
      ends[used + 3] = lastLow;
      used += 4;
    }

    private static String[] words(ByteReader in) throws IOException {
      String[] words = new String[in.count() + 1];
      words[0] = "";
      for (int i = 1; i < words.length; i++) {
        words[i] = in.text();
      }
      return words;
    }

    private static void add(DateColumn.Builder column, int count, ByteReader in)
        throws IOException {
      long date = 0;
      int left = count;
      while (left > 0) {
        int run = in.count(left);
        if (run == 0) {
          throw new IOException("a date of no entry");
        }
        date += in.signed();
        column.add(date, run);
        left -= run;
      }
    }

    /** Returns all entries that were added, which must be so many, none twice. */
    DatedTable build(int size) throws IOException {
      EntryTableBuilder.Ordered ordered = entries.buildOrdered();
      if (ordered.table().size() != size || entries.size() != size) {
        throw new IOException(
            "the table should hold %d, it holds %d".formatted(size, ordered.table().size()));
      }
      return ordered.dated(columns);
    }
  }
}
