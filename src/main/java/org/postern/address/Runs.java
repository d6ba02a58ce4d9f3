package org.postern.address;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The intervals of one family in one array: sorted, disjoint, and never touching. Ends are counted
 * through: end {@code 2 * run} is the first address of a run, end {@code 2 * run + 1} its last. An
 * end takes one word for IPv4 and two, high before low, for IPv6; nothing but {@link #high} and
 * {@link #low} knows.
 */
final class Runs {
  private final Family family;
  private final long[] words;

  /** Takes the array over; others than {@link RunBuilder} cannot make canonical ones. */
  Runs(Family family, long[] words) {
    this.family = family;
    this.words = words;
  }

  static Runs none(Family family) {
    return new Runs(family, new long[0]);
  }

  Family family() {
    return family;
  }

  /** Returns the array itself, which is never changed. */
  long[] words() {
    return words;
  }

  int count() {
    return words.length / stride(family);
  }

  /** Returns how many words a run takes. */
  static int stride(Family family) {
    return family.bits() > Long.SIZE ? 4 : 2;
  }

  long high(int end) {
    return family == Family.IP6 ? words[2 * end] : 0;
  }

  long low(int end) {
    return family == Family.IP6 ? words[2 * end + 1] : words[end];
  }

  /** Tells whether a run is one address. */
  boolean isSingle(int run) {
    return low(2 * run) == low(2 * run + 1) && high(2 * run) == high(2 * run + 1);
  }

  Address address(int end) {
    return new Address(family, high(end), low(end));
  }

  Interval interval(int run) {
    return new Interval(address(2 * run), address(2 * run + 1));
  }

  /** Returns the runs as intervals, made one by one. */
  Stream<Interval> stream() {
    return IntStream.range(0, count()).mapToObj(this::interval);
  }

  /** Returns the order of one of our ends and one of another's. */
  int compare(int end, Runs other, int otherEnd) {
    return Unsigned.compare(high(end), low(end), other.high(otherEnd), other.low(otherEnd));
  }

  /** Returns how many runs from ours and from another's on are the same. */
  int alike(int run, Runs other, int otherRun) {
    int stride = stride(family);
    int from = run * stride;
    int otherFrom = otherRun * stride;
    if (otherFrom >= other.words.length || words[from] != other.words[otherFrom]) {
      return 0;
    }
    int length = Math.min(words.length - from, other.words.length - otherFrom);
    int differs =
        Arrays.mismatch(words, from, from + length, other.words, otherFrom, otherFrom + length);
    return (differs < 0 ? length : differs) / stride;
  }

  /**
   * Returns the first run that ends at the number or above it, {@link #count()} if there is none.
   */
  int search(long high, long low) {
    return search(0, count(), high, low);
  }

  /** Searches from a run on: the nearer the sought one is, the faster. */
  int search(int start, long high, long low) {
    int from = start;
    int probe = start;
    int step = 1;
    while (probe < count() && !reaches(probe, high, low)) {
      from = probe + 1;
      probe = (int) Math.min(count(), (long) probe + step);
      step = Math.min(step * 2, 1 << 20);
    }
    return search(from, probe, high, low);
  }

  /** Searches between two runs, of which the latter is known to reach the number. */
  int search(int least, int most, long high, long low) {
    int from = least;
    int to = most;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (reaches(middle, high, low)) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** Tells whether a run ends at the number or above it. */
  boolean reaches(int run, long high, long low) {
    return Unsigned.compare(high(2 * run + 1), low(2 * run + 1), high, low) >= 0;
  }

  /** Tells whether a run starts at the number or below it. */
  boolean startsBy(int run, long high, long low) {
    return run < count() && Unsigned.compare(high(2 * run), low(2 * run), high, low) <= 0;
  }

  /** Returns the run that the number is in. */
  OptionalInt find(long high, long low) {
    int run = search(high, low);
    return startsBy(run, high, low) ? OptionalInt.of(run) : OptionalInt.empty();
  }

  /** Returns how many addresses there are. */
  BigInteger size() {
    long high = 0;
    long low = 0;
    for (int run = 0; run < count(); run++) {
      // Summed are the differences, not the sizes: only thus the whole of IPv6 fits 128 bits.
      long difference = low(2 * run + 1) - low(2 * run);
      high += Unsigned.minusHigh(high(2 * run + 1), low(2 * run + 1), high(2 * run), low(2 * run));
      low += difference;
      high += Long.compareUnsigned(low, difference) < 0 ? 1 : 0;
    }
    return unsigned(high).shiftLeft(Long.SIZE).add(unsigned(low)).add(BigInteger.valueOf(count()));
  }

  static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Runs runs && family == runs.family && Arrays.equals(words, runs.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }
}
