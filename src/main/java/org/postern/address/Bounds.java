package org.postern.address;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Intervals of one family in one array: in the order in which they were added, overlapping or not,
 * an interval as often as it was added. The columns of a table of addresses stand beside it, entry
 * by entry. Immutable.
 *
 * <p>An end takes one word for IPv4 and two, high before low, for IPv6.
 */
public final class Bounds {
  private final Family family;
  private final long[] words;

  /** Whether these are the runs of a set, once that is known; every thread finds the same. */
  private @Nullable Boolean canonical;

  /** Whether each is above the end of the one before, once that is known. */
  private @Nullable Boolean disjoint;

  /** Takes the array over, which is never changed. */
  Bounds(Family family, long[] words) {
    this.family = family;
    this.words = words;
  }

  /** Returns bounds without an interval. */
  public static Bounds none(Family family) {
    return new Bounds(family, new long[0]);
  }

  /** Collects intervals. */
  public static BoundsBuilder builder(Family family, int expected) {
    return new BoundsBuilder(family, expected);
  }

  /** Returns the family of all intervals. */
  public Family family() {
    return family;
  }

  /** Returns the array itself, which is never changed. */
  long[] words() {
    return words;
  }

  /** Returns the number of intervals. */
  public int size() {
    return words.length / Runs.stride(family);
  }

  /** Returns the upper 64 bits of the lowest address of an interval; zero for IPv4. */
  public long firstHigh(int index) {
    return family == Family.IP6 ? words[4 * index] : 0;
  }

  /** Returns the lower 64 bits of the lowest address of an interval. */
  public long firstLow(int index) {
    return family == Family.IP6 ? words[4 * index + 1] : words[2 * index];
  }

  /** Returns the upper 64 bits of the highest address of an interval; zero for IPv4. */
  public long lastHigh(int index) {
    return family == Family.IP6 ? words[4 * index + 2] : 0;
  }

  /** Returns the lower 64 bits of the highest address of an interval. */
  public long lastLow(int index) {
    return family == Family.IP6 ? words[4 * index + 3] : words[2 * index + 1];
  }

  /** Returns one of the intervals as an object. */
  public Interval interval(int index) {
    return new Interval(
        new Address(family, firstHigh(index), firstLow(index)),
        new Address(family, lastHigh(index), lastLow(index)));
  }

  /** Returns the intervals of one family of a set. */
  static Bounds of(Runs runs) {
    Bounds bounds = new Bounds(runs.family(), runs.words());
    bounds.canonical = true;
    return bounds;
  }

  /**
   * Returns the addresses of all of them. Costs no copy where each is above the one before, with a
   * gap.
   */
  public AddressSet addresses() {
    if (isCanonical()) {
      return AddressSet.of(new Runs(family, words));
    }
    if (!BoundsOrder.isByStart(this)) {
      return AddressSet.builder().add(this).build();
    }
    RunBuilder runs = new RunBuilder(family, size());
    runs.addAll(words);
    return AddressSet.of(runs.build());
  }

  private boolean isCanonical() {
    Boolean known = canonical;
    if (known == null) {
      known = BoundsOrder.isCanonical(this);
      canonical = known;
    }
    return known;
  }

  /** Tells whether each interval is above the end of the one before. */
  private boolean isDisjoint() {
    Boolean known = disjoint;
    if (known == null) {
      known = Boolean.TRUE.equals(canonical) || BoundsOrder.isDisjoint(this);
      disjoint = known;
    }
    return known;
  }

  /** Returns the number of prefixes of all intervals, each interval by itself. */
  public long prefixCount() {
    return RunPrefixes.count(new Runs(family, words));
  }

  /** Adds the addresses of all of them to a set. */
  public void addTo(AddressSet.Builder builder) {
    for (int index = 0; index < size(); index++) {
      builder.add(family, firstHigh(index), firstLow(index), lastHigh(index), lastLow(index));
    }
  }

  /**
   * Returns the order of one of these intervals and one of another's: by the lowest, then the
   * highest.
   */
  public int compare(int index, Bounds other, int otherIndex) {
    if (family == Family.IP) {
      int byLowest = Long.compare(words[2 * index], other.words[2 * otherIndex]);
      return byLowest != 0
          ? byLowest
          : Long.compare(words[2 * index + 1], other.words[2 * otherIndex + 1]);
    }
    int byFirst =
        Unsigned.compare(
            firstHigh(index),
            firstLow(index),
            other.firstHigh(otherIndex),
            other.firstLow(otherIndex));
    return byFirst != 0
        ? byFirst
        : Unsigned.compare(
            lastHigh(index), lastLow(index), other.lastHigh(otherIndex), other.lastLow(otherIndex));
  }

  /** Returns how many intervals from one of these and from one of another's on are the same. */
  public int alike(int index, Bounds other, int otherIndex) {
    int stride = Runs.stride(family);
    int from = index * stride;
    int otherFrom = otherIndex * stride;
    int length = Math.min(words.length - from, other.words.length - otherFrom);
    int differs =
        Arrays.mismatch(words, from, from + length, other.words, otherFrom, otherFrom + length);
    return (differs < 0 ? length : differs) / stride;
  }

  /** Tells whether each interval is above the one before it, so that none is there twice. */
  public boolean isAscending() {
    return BoundsOrder.isAscending(this);
  }

  /**
   * Returns the order in which the intervals ascend; of equal ones the first alone is named.
   * Linear.
   *
   * @return positions, the lowest interval first
   */
  public int[] ascending() {
    BoundsSort sort = new BoundsSort(this, words, Runs.stride(family));
    return sort.distinct(sort.ascending());
  }

  /** Returns the intervals at these positions, in this order. */
  public Bounds at(int[] positions, int count) {
    if (count == size() && isIdentity(positions)) {
      return this;
    }
    int stride = Runs.stride(family);
    long[] picked = new long[count * stride];
    int used = 0;
    for (int index = 0; index < count; index++) {
      int from = positions[index] * stride;
      for (int word = from; word < from + stride; word++) {
        picked[used++] = words[word];
      }
    }
    return new Bounds(family, picked);
  }

  private static boolean isIdentity(int[] positions) {
    for (int index = 0; index < positions.length; index++) {
      if (positions[index] != index) {
        return false;
      }
    }
    return true;
  }

  /** Returns the positions of these ascending intervals that share an address with a set. */
  public int[] meeting(AddressSet set) {
    Runs runs = set.runs(family);
    return isDisjoint()
        ? BoundsMeeting.ofDisjoint(new Runs(family, words), runs)
        : BoundsMeeting.ofAny(this, runs);
  }

  /**
   * Returns the position of an interval in ascending bounds, or a negative number where it is not:
   * {@code -(place) - 1}, as {@link Arrays#binarySearch(long[], long)} tells.
   */
  public int search(Bounds other, int otherIndex) {
    int from = 0;
    int to = size() - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int order = compare(middle, other, otherIndex);
      if (order == 0) {
        return middle;
      } else if (order < 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return -from - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bounds bounds
        && family == bounds.family
        && Arrays.equals(words, bounds.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  /** Returns the first intervals, and how many there are; for people, not for parsing. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int index = 0; index < Math.min(size(), 8); index++) {
      text.append(index == 0 ? "" : ", ").append(interval(index));
    }
    return text.append(size() > 8 ? ", ... %d in all]".formatted(size()) : "]").toString();
  }
}
