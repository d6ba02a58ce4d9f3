package org.postern.source;

import java.util.AbstractList;
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
 * The entries of one family as a source publishes them: columns of bounds and labels, in ascending
 * order, each interval once. Immutable. Two tables are equal when they name the same intervals with
 * the same labels; the lines on which a list names them are not part of that, nor is the list.
 */
public final class EntryTable {
  private final Family family;
  private final int size;

  /** Names the intervals and labels. */
  private final ContentName name;

  /** The name of the list from which the entries were read; empty where that is not known. */
  private final Optional<String> origin;

  private final Supplier<EntryColumns> columns;

  /** The number of prefixes of all entries, each entry by itself. */
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

  EntryTable(EntryColumns columns) {
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

  /**
   * Returns the number of prefixes of all entries, each entry by itself; the addresses of all need
   * no more.
   */
  public long prefixCount() {
    return prefixes.get();
  }

  /**
   * Returns the name of the list from which all of this was read; empty where that is not known.
   */
  public Optional<String> origin() {
    return origin;
  }

  /** Returns the name of the intervals and labels, as far as it is known. */
  public ContentName name() {
    return name;
  }

  /** Returns a table without entries. */
  public static EntryTable none(Family family) {
    return of(Bounds.none(family));
  }

  /**
   * Returns a table of entries in any order; of an interval that is named twice the first counts.
   */
  public static EntryTable of(Family family, Iterable<Entry> entries) {
    EntryTableBuilder builder = builder(family, 0);
    for (Entry entry : entries) {
      builder.add(entry.interval(), entry.label());
    }
    return builder.build();
  }

  /** Returns a table of intervals that ascend, each there once, without labels. */
  public static EntryTable of(Bounds ascending) {
    return new EntryTable(EntryColumns.of(ascending));
  }

  /** Collects entries. */
  public static EntryTableBuilder builder(Family family, int expected) {
    return new EntryTableBuilder(family, expected);
  }

  /** Returns the family of all entries. */
  public Family family() {
    return family;
  }

  /** Returns how many entries there are. */
  public int size() {
    return size;
  }

  /** Tells whether there is no entry. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns the intervals, ascending. */
  public Bounds bounds() {
    return columns.get().bounds();
  }

  /** Returns one interval as an object. */
  public Interval interval(int index) {
    return bounds().interval(index);
  }

  /** Returns the text beside an entry, empty when there is none. */
  public String label(int index) {
    return columns.get().label(index);
  }

  /** Returns all labels, each once; "" where some entry has none and others have one. */
  public List<String> words() {
    return columns.get().words();
  }

  /** Tells whether some entry has a label. */
  public boolean isLabelled() {
    return columns.get().isLabelled();
  }

  /** Returns the addresses of all entries, put together when they are first looked at. */
  public AddressSet addresses() {
    return isEmpty()
        ? AddressSet.none()
        : AddressSet.lazy(family, name, size, prefixes, () -> bounds().addresses());
  }

  /** Returns the position of an interval; negative where it is not named. */
  public int indexOf(Interval interval) {
    return interval.family() == family()
        ? bounds().search(Bounds.builder(family(), 1).add(interval).build(), 0)
        : -1;
  }

  /** Returns the intervals as objects, each made when it is asked for. */
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

  /** Returns the ascending positions for which something holds. */
  public int[] positions(IntPredicate holds) {
    return IntStream.range(0, size()).filter(holds).toArray();
  }

  /** Returns the entries that share an address with a set. */
  public EntryTable meeting(AddressSet set) {
    return at(bounds().meeting(set));
  }

  /** Tells whether an entry of another table has the interval of one of these. */
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
}
