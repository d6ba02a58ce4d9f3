package org.postern.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.postern.address.Once;

/**
 * A date for each entry of a table, to the second. Most entries of a list share a few dates, so the
 * dates are indices into a dictionary, and where all are the same there is no index at all.
 * Immutable.
 */
public final class DateColumn {
  private final int size;
  private final Supplier<Dates> dates;

  /**
   * The dates themselves.
   *
   * @param index the index of each date in the dictionary; empty where all are the first of it
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Dates(long[] dictionary, int[] index) {}

  private DateColumn(int size, Supplier<Dates> dates) {
    this.size = size;
    this.dates = dates;
  }

  /** Takes the arrays over. */
  private DateColumn(int size, long[] dictionary, int[] index) {
    Dates held = new Dates(dictionary, index);
    this.size = size;
    this.dates = () -> held;
  }

  /**
   * A column that is made when its dates are first looked at.
   *
   * @param maker makes the same column; what it makes is kept
   */
  public static DateColumn lazy(int size, Supplier<DateColumn> maker) {
    return new DateColumn(size, new Once<>(() -> maker.get().dates.get()));
  }

  private long[] dictionary() {
    return dates.get().dictionary();
  }

  private int[] index() {
    return dates.get().index();
  }

  /** Returns a column with one date for all entries. */
  public static DateColumn of(Instant date, int size) {
    return new DateColumn(size, new long[] {date.getEpochSecond()}, new int[0]);
  }

  /** Returns a column without dates. */
  public static DateColumn none() {
    return new DateColumn(0, new long[0], new int[0]);
  }

  /** Collects dates. */
  public static Builder builder(int expected) {
    return new Builder(expected);
  }

  /** Returns the number of entries that have a date. */
  public int size() {
    return size;
  }

  /** Returns the date of an entry. */
  public Instant at(int position) {
    return Instant.ofEpochSecond(seconds(position));
  }

  /** Returns the date of an entry, in seconds since 1970. */
  public long seconds(int position) {
    if (position < 0 || position >= size) {
      throw new IndexOutOfBoundsException(position);
    }
    Dates all = dates.get();
    return all.dictionary()[all.index().length == 0 ? 0 : all.index()[position]];
  }

  /** Returns how many different dates there are at most. */
  public int distinct() {
    return dictionary().length;
  }

  /** Returns the earliest date; empty columns have {@link Instant#MAX}. */
  public Instant earliest() {
    return size == 0
        ? Instant.MAX
        : Instant.ofEpochSecond(Arrays.stream(dictionary()).min().orElseThrow());
  }

  /** Returns the latest date; empty columns have {@link Instant#MIN}. */
  public Instant latest() {
    return size == 0
        ? Instant.MIN
        : Instant.ofEpochSecond(Arrays.stream(dictionary()).max().orElseThrow());
  }

  /** Tells whether both share the dates, made or still to be made. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isSurely(DateColumn other) {
    return dates == other.dates;
  }

  /** Returns how many dates from one position on are the same as another's from one on. */
  public int alike(int position, DateColumn other, int otherPosition, int most) {
    if (most == 0 || (isSurely(other) && position == otherPosition)) {
      return most;
    }
    if (index().length == 0 && other.index().length == 0) {
      return dictionary()[0] == other.dictionary()[0] ? most : 0;
    }
    int count = 0;
    while (count < most && seconds(position + count) == other.seconds(otherPosition + count)) {
      count++;
    }
    return count;
  }

  /** Returns the dates at these positions. */
  public DateColumn at(int[] positions, int count) {
    if (index().length == 0) {
      return count == 0 ? none() : new DateColumn(count, dictionary(), index());
    }
    return compact(dictionary(), index(), positions, count);
  }

  /** A dictionary holds only dates that are used. */
  private static DateColumn compact(long[] words, int[] index, int[] positions, int count) {
    int[] places = new int[words.length];
    long[] used = new long[words.length];
    int[] picked = new int[count];
    int dates = 0;
    for (int i = 0; i < count; i++) {
      int word = index[positions[i]];
      if (places[word] == 0) {
        used[dates++] = words[word];
        places[word] = dates;
      }
      picked[i] = places[word] - 1;
    }
    return new DateColumn(count, Arrays.copyOf(used, dates), dates <= 1 ? new int[0] : picked);
  }

  /** Returns a copy on a clock that was set forward by so much. */
  public DateColumn shifted(Duration by) {
    return mapped(date -> date.plus(by));
  }

  /** Returns a copy in which nothing is later than that. */
  public DateColumn notAfter(Instant now) {
    return mapped(date -> date.isAfter(now) ? now : date);
  }

  private DateColumn mapped(UnaryOperator<Instant> change) {
    long[] dictionary = dictionary();
    long[] changed = new long[dictionary.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.apply(Instant.ofEpochSecond(dictionary[i])).getEpochSecond();
    }
    return new DateColumn(size, changed, index());
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DateColumn column) || size != column.size) {
      return false;
    }
    return isSurely(column) || alike(0, column, 0, size) == size;
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < Math.min(size, 16); i++) {
      hash = 31 * hash + Long.hashCode(seconds(i));
    }
    return hash;
  }

  @Override
  public String toString() {
    return size + " dates from " + earliest() + " to " + latest();
  }

  /** Collects dates in the order of the entries. Not safe for several threads. */
  public static final class Builder {
    private final Map<Long, Integer> places = new HashMap<>();
    private long[] dictionary = new long[4];
    private int words;
    private int[] index;
    private int size;
    private int last;

    private Builder(int expected) {
      this.index = new int[Math.max(expected, 4)];
    }

    /** Adds the date of the next entry. */
    public Builder add(Instant date) {
      return add(date.getEpochSecond());
    }

    /** Adds the date of the next entry, in seconds since 1970. */
    public Builder add(long seconds) {
      if (size == index.length) {
        index = Arrays.copyOf(index, 2 * size);
      }
      last = word(seconds);
      index[size++] = last;
      return this;
    }

    /** Adds so many dates of a column from a position on. */
    public Builder add(DateColumn column, int position, int count) {
      if (column.index().length == 0) {
        return count == 0 ? this : add(column.dictionary()[0], count);
      }
      for (int i = position; i < position + count; i++) {
        add(column.seconds(i));
      }
      return this;
    }

    /** Adds the same date for so many entries. */
    public Builder add(long seconds, int count) {
      if (count > 0) {
        while (size + count > index.length) {
          index = Arrays.copyOf(index, 2 * index.length);
        }
        last = word(seconds);
        Arrays.fill(index, size, size + count, last);
        size += count;
      }
      return this;
    }

    /** Returns the place of a date in the dictionary; neighbours often have the same date. */
    private int word(long seconds) {
      if (words > 0 && dictionary[last] == seconds) {
        return last;
      }
      Integer known = places.get(seconds);
      if (known != null) {
        return known;
      }
      if (words == dictionary.length) {
        dictionary = Arrays.copyOf(dictionary, 2 * words);
      }
      dictionary[words] = seconds;
      places.put(seconds, words);
      return words++;
    }

    /** Returns all dates that were added so far. */
    public DateColumn build() {
      long[] dates = Arrays.copyOf(dictionary, words);
      return words <= 1
          ? new DateColumn(size, dates, new int[0])
          : new DateColumn(size, dates, Arrays.copyOf(index, size));
    }
  }
}
