package org.postern.source;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.Family;
import org.postern.address.Interval;

/**
 * Entries of one family as a source publishes them: columns of bounds and labels, in ascending
 * order, each interval once. Immutable. Two tables are equal when they name the same intervals with
 * the same labels; the lines on which a list names them are not part of that.
 *
 * <p>Labels are indices into a dictionary, because most lists repeat a few or have none.
 */
public final class EntryTable {
  private final Bounds bounds;
  private final int[] labels;
  private final String[] dictionary;

  /** Takes the arrays over; {@code labels} is empty where no entry has one. */
  private EntryTable(Bounds bounds, int[] labels, String[] dictionary) {
    this.bounds = bounds;
    this.labels = labels;
    this.dictionary = dictionary;
  }

  /** No entry. */
  public static EntryTable none(Family family) {
    return new EntryTable(Bounds.none(family), new int[0], new String[0]);
  }

  /** Entries in any order; of an interval that is named twice the first counts. */
  public static EntryTable of(Family family, Iterable<Entry> entries) {
    Builder builder = builder(family, 0);
    for (Entry entry : entries) {
      builder.add(entry.interval(), entry.label());
    }
    return builder.build();
  }

  /** Intervals that ascend, each there once, without labels. */
  public static EntryTable of(Bounds ascending) {
    return new EntryTable(ascending, new int[0], new String[0]);
  }

  /** Collects entries. */
  public static Builder builder(Family family, int expected) {
    return new Builder(family, expected);
  }

  /** The family of all entries. */
  public Family family() {
    return bounds.family();
  }

  /** How many entries there are. */
  public int size() {
    return bounds.size();
  }

  /** Whether there is no entry. */
  public boolean isEmpty() {
    return bounds.size() == 0;
  }

  /** The intervals, ascending. */
  public Bounds bounds() {
    return bounds;
  }

  /** One interval as an object. */
  public Interval interval(int index) {
    return bounds.interval(index);
  }

  /** What stands beside an entry, empty when nothing does. */
  public String label(int index) {
    return labels.length == 0 ? "" : dictionary[labels[index]];
  }

  /** All labels, each once; "" where some entry has none and others have one. */
  public List<String> words() {
    return List.of(dictionary);
  }

  /** Whether some entry has a label. */
  public boolean isLabelled() {
    return labels.length > 0;
  }

  /** The addresses of all entries. */
  public AddressSet addresses() {
    return bounds.addresses();
  }

  /** The position of an interval; negative where it is not named. */
  public int indexOf(Interval interval) {
    return interval.family() == family()
        ? bounds.search(Bounds.builder(family(), 1).add(interval).build(), 0)
        : -1;
  }

  /** The intervals as objects, each made when it is asked for. */
  public List<Interval> intervals() {
    return new AbstractList<>() {
      @Override
      public Interval get(int index) {
        return interval(index);
      }

      @Override
      public int size() {
        return EntryTable.this.size();
      }
    };
  }

  /** The ascending positions for which something holds. */
  public int[] positions(IntPredicate holds) {
    return IntStream.range(0, size()).filter(holds).toArray();
  }

  /** Returns the entries that share an address with a set. */
  public EntryTable meeting(AddressSet set) {
    return at(bounds.meeting(set));
  }

  /** Whether an entry of another table has the interval of one of these. */
  public boolean names(EntryTable other, int index) {
    return bounds.search(other.bounds, index) >= 0;
  }

  /** Returns the entries at these ascending positions. */
  public EntryTable at(int[] positions) {
    return at(positions, positions.length);
  }

  /** Returns the entries at so many of these ascending positions. */
  public EntryTable at(int[] positions, int count) {
    if (count == size()) {
      return this;
    }
    if (labels.length == 0) {
      return new EntryTable(bounds.at(positions, count), labels, dictionary);
    }
    int[] picked = new int[count];
    for (int index = 0; index < count; index++) {
      picked[index] = labels[positions[index]];
    }
    return compact(bounds.at(positions, count), picked, dictionary);
  }

  /** Returns the same intervals with other labels; each word of the dictionary is asked once. */
  public EntryTable relabelled(UnaryOperator<String> relabel) {
    if (labels.length == 0) {
      return this;
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    int[] moved = new int[dictionary.length];
    for (int word = 0; word < dictionary.length; word++) {
      String other = relabel.apply(dictionary[word]);
      moved[word] = places.computeIfAbsent(other, _ -> places.size());
    }
    int[] picked = Arrays.stream(labels).map(label -> moved[label]).toArray();
    return compact(bounds, picked, places.keySet().toArray(String[]::new));
  }

  /** A dictionary holds only words that are used, in the order of their first use. */
  private static EntryTable compact(Bounds bounds, int[] labels, String[] words) {
    int[] places = new int[words.length];
    String[] used = new String[words.length];
    int count = 0;
    boolean labelled = false;
    for (int index = 0; index < labels.length; index++) {
      int word = labels[index];
      if (places[word] == 0) {
        used[count] = words[word];
        count++;
        places[word] = count;
      }
      labels[index] = places[word] - 1;
      labelled |= !words[word].isEmpty();
    }
    return labelled
        ? new EntryTable(bounds, labels, Arrays.copyOf(used, count))
        : new EntryTable(bounds, new int[0], new String[0]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryTable table
        && bounds.equals(table.bounds)
        && Arrays.equals(labels, table.labels)
        && Arrays.equals(dictionary, table.dictionary);
  }

  @Override
  public int hashCode() {
    return 31 * bounds.hashCode() + Arrays.hashCode(dictionary);
  }

  @Override
  public String toString() {
    return family().label() + " " + bounds;
  }

  /** Collects entries in any order. Not safe for several threads. */
  public static final class Builder {
    private final Bounds.Builder bounds;
    private final LabelDictionary dictionary = new LabelDictionary();
    private int[] labels;

    private Builder(Family family, int expected) {
      this.bounds = Bounds.builder(family, expected);
      this.labels = new int[0];
    }

    /** How many were added, those named twice included. */
    public int size() {
      return bounds.size();
    }

    /** Adds one entry. */
    public Builder add(Interval interval, String label) {
      bounds.add(interval);
      return labelled(label);
    }

    /** Adds one entry by the ends of its interval; the high words are zero for IPv4. */
    public Builder add(long firstHigh, long firstLow, long lastHigh, long lastLow, String label) {
      bounds.add(firstHigh, firstLow, lastHigh, lastLow);
      return labelled(label);
    }

    /**
     * The same with a label among bytes, which must be ASCII; it becomes a string only when it is
     * the first of its kind.
     */
    public Builder add(
        long firstHigh,
        long firstLow,
        long lastHigh,
        long lastLow,
        byte[] bytes,
        int from,
        int to) {
      bounds.add(firstHigh, firstLow, lastHigh, lastLow);
      return from == to ? labelled(0) : labelled(dictionary.place(bytes, from, to));
    }

    /** Adds one entry of a table. */
    public Builder add(EntryTable table, int index) {
      bounds.add(table.bounds, index);
      return labelled(table.label(index));
    }

    /** Adds so many entries of a table from a position on. */
    public Builder add(EntryTable table, int from, int count) {
      if (table.labels.length > 0) {
        for (int index = from; index < from + count; index++) {
          add(table, index);
        }
      } else {
        bounds.add(table.bounds, from, count);
        if (labels.length > 0 && labels.length < bounds.size()) {
          labels = Arrays.copyOf(labels, bounds.size());
        }
      }
      return this;
    }

    private Builder labelled(String label) {
      return labelled(dictionary.place(label));
    }

    /** Labels are stored from the first one on. */
    private Builder labelled(int place) {
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

    /** All that were added so far, ascending, each interval once; the first label counts. */
    public EntryTable build() {
      if (labels.length > 0) {
        return buildOrdered().table();
      }
      Bounds all = bounds.build();
      if (all.isAscending()) {
        return of(all);
      }
      int[] order = distinct(all);
      return of(all.at(order, order.length));
    }

    /** The same, with where each entry came from. */
    public Ordered buildOrdered() {
      Bounds all = bounds.build();
      int[] order = all.isAscending() ? identity(all.size()) : distinct(all);
      Bounds sorted = all.at(order, order.length);
      if (labels.length == 0) {
        return new Ordered(new EntryTable(sorted, new int[0], new String[0]), order);
      }
      int[] picked = new int[order.length];
      for (int index = 0; index < order.length; index++) {
        picked[index] = order[index] < labels.length ? labels[order[index]] : 0;
      }
      return new Ordered(compact(sorted, picked, dictionary.words()), order);
    }

    private static int[] identity(int size) {
      int[] order = new int[size];
      for (int index = 0; index < size; index++) {
        order[index] = index;
      }
      return order;
    }

    private static int[] distinct(Bounds all) {
      int[] order = all.ascending();
      int count = 0;
      for (int index = 0; index < order.length; index++) {
        if (count == 0 || all.compare(order[count - 1], all, order[index]) != 0) {
          order[count] = order[index];
          count++;
        }
      }
      return Arrays.copyOf(order, count);
    }
  }

  /** A table, and where its entries came from. */
  public static final class Ordered {
    private final EntryTable table;
    private final int[] order;

    private Ordered(EntryTable table, int[] order) {
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
}
