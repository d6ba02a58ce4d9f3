package org.postern.source;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.postern.address.AddressSet;
import org.postern.address.Bounds;
import org.postern.address.ContentName;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Once;

/**
 * Entries of one family as a source publishes them: columns of bounds and labels, in ascending
 * order, each interval once. Immutable. Two tables are equal when they name the same intervals with
 * the same labels; the lines on which a list names them are not part of that, nor is the list.
 */
public final class EntryTable {
  private final Family family;
  private final int size;

  /** Names the intervals and labels. */
  private final ContentName name;

  /** What the list was named by that these were read from; empty where that is not known. */
  private final Optional<String> origin;

  private final Supplier<EntryColumns> columns;

  /** Of how many prefixes the entries are, each by itself. */
  private final Once<Long> prefixes;

  private EntryTable(
      Family family,
      int size,
      ContentName name,
      Optional<String> origin,
      Supplier<EntryColumns> columns,
      Once<Long> prefixes) {
    this.family = family;
    this.size = size;
    this.name = name;
    this.origin = origin;
    this.columns = columns;
    this.prefixes = prefixes;
  }

  private EntryTable(EntryColumns columns) {
    this(
        columns.bounds().family(),
        columns.bounds().size(),
        ContentName.unknown(),
        Optional.empty(),
        () -> columns,
        new Once<>(() -> columns.bounds().prefixCount()));
  }

  /**
   * A table that is made when its entries are first looked at.
   *
   * @param size how many entries there are
   * @param name names its intervals and labels: tables of one name are equal
   * @param maker makes the same table; what it makes is kept
   */
  public static EntryTable lazy(
      Family family, int size, ContentName name, Supplier<EntryTable> maker) {
    Once<EntryColumns> columns = new Once<>(() -> maker.get().columns.get());
    return new EntryTable(
        family,
        size,
        name,
        Optional.empty(),
        columns,
        new Once<>(() -> columns.get().bounds().prefixCount()));
  }

  /**
   * Returns the same entries with what names the list that they were read from, all of it and
   * without a mistake: a list of that name is not read again.
   */
  public EntryTable readFrom(String list) {
    return readFrom(Optional.of(list));
  }

  EntryTable readFrom(Optional<String> list) {
    return new EntryTable(family, size, name, list, columns, prefixes);
  }

  /** Returns the same entries, of which it is known of how many prefixes they are. */
  public EntryTable ofPrefixes(long count) {
    return new EntryTable(family, size, name, origin, columns, Once.of(count));
  }

  /** Of how many prefixes the entries are, each by itself; their addresses are of no more. */
  public long prefixCount() {
    return prefixes.get();
  }

  /** What names the list that all of this was read from; empty where that is not known. */
  public Optional<String> origin() {
    return origin;
  }

  /** The name of the intervals and labels, as far as it is known. */
  public ContentName name() {
    return name;
  }

  /** No entry. */
  public static EntryTable none(Family family) {
    return of(Bounds.none(family));
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
    return new EntryTable(EntryColumns.of(ascending));
  }

  /** Collects entries. */
  public static Builder builder(Family family, int expected) {
    return new Builder(family, expected);
  }

  /** The family of all entries. */
  public Family family() {
    return family;
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }

  /** Whether there is no entry. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The intervals, ascending. */
  public Bounds bounds() {
    return columns.get().bounds();
  }

  /** One interval as an object. */
  public Interval interval(int index) {
    return bounds().interval(index);
  }

  /** What stands beside an entry, empty when nothing does. */
  public String label(int index) {
    return columns.get().label(index);
  }

  /** All labels, each once; "" where some entry has none and others have one. */
  public List<String> words() {
    return columns.get().words();
  }

  /** Whether some entry has a label. */
  public boolean isLabelled() {
    return columns.get().isLabelled();
  }

  /** The addresses of all entries, put together when they are first looked at. */
  public AddressSet addresses() {
    return isEmpty()
        ? AddressSet.none()
        : AddressSet.lazy(family, name, size, prefixes, () -> bounds().addresses());
  }

  /** The position of an interval; negative where it is not named. */
  public int indexOf(Interval interval) {
    return interval.family() == family()
        ? bounds().search(Bounds.builder(family(), 1).add(interval).build(), 0)
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
    return at(bounds().meeting(set));
  }

  /** Whether an entry of another table has the interval of one of these. */
  public boolean names(EntryTable other, int index) {
    return bounds().search(other.bounds(), index) >= 0;
  }

  /** Returns the entries at these ascending positions. */
  public EntryTable at(int[] positions) {
    return at(positions, positions.length);
  }

  /** Returns the entries at so many of these ascending positions. */
  public EntryTable at(int[] positions, int count) {
    return count == size() ? this : new EntryTable(columns.get().at(positions, count));
  }

  /** Returns the same intervals with other labels; each word of the dictionary is asked once. */
  public EntryTable relabelled(UnaryOperator<String> relabel) {
    return isLabelled() ? new EntryTable(columns.get().relabelled(relabel)) : this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryTable table
        && family == table.family
        && size == table.size
        && (name.isSame(table.name) || columns.get().equals(table.columns.get()));
  }

  @Override
  public int hashCode() {
    return columns.get().hashCode();
  }

  @Override
  public String toString() {
    return family().label() + " " + bounds();
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
      bounds.add(table.bounds(), index);
      return labelled(table.label(index));
    }

    /** Adds so many entries of a table from a position on. */
    public Builder add(EntryTable table, int from, int count) {
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
      int[] order = all.ascending();
      return of(all.at(order, order.length));
    }

    /** The same, with where each entry came from. */
    public Ordered buildOrdered() {
      Bounds all = bounds.build();
      int[] order = all.isAscending() ? identity(all.size()) : all.ascending();
      Bounds sorted = all.at(order, order.length);
      if (labels.length == 0) {
        return new Ordered(of(sorted), order);
      }
      int[] picked = new int[order.length];
      for (int index = 0; index < order.length; index++) {
        picked[index] = order[index] < labels.length ? labels[order[index]] : 0;
      }
      return new Ordered(
          new EntryTable(EntryColumns.of(sorted, picked, dictionary.words())), order);
    }

    private static int[] identity(int size) {
      int[] order = new int[size];
      for (int index = 0; index < size; index++) {
        order[index] = index;
      }
      return order;
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
