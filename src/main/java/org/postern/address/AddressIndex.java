package org.postern.address;

/**
 * Tells of many addresses, one after the other, whether a set holds them: where to search is looked
 * up by the sixteen bits behind those that all of the set have in common. Worth making for
 * thousands of questions. Immutable.
 */
public final class AddressIndex {
  private static final int BITS = 16;

  /** The number of intervals below which they are searched as fast without an index. */
  private static final int FEW = 64;

  private final Part ip;
  private final Part ip6;

  /** Makes an index of a set. */
  public AddressIndex(AddressSet set) {
    this.ip = new Part(set.runs(Family.IP));
    this.ip6 = new Part(set.runs(Family.IP6));
  }

  /**
   * Tells whether the address is in the set.
   *
   * @param high the upper 64 bits of the address; zero for IPv4
   * @param low the lower 64 bits of the address
   */
  public boolean contains(Family family, long high, long low) {
    return switch (family) {
      case IP -> ip.contains(high, low);
      case IP6 -> ip6.contains(high, low);
    };
  }

  /** The intervals of one family. */
  private static final class Part {
    private final Runs runs;

    /** The bits that all addresses have in common, counted as of 128. */
    private final int common;

    /** The first run that ends at each key or above it; empty where there are few runs. */
    private final int[] starts;

    private Part(Runs runs) {
      this.runs = runs;
      int count = runs.count();
      int end = 2 * count - 1;
      this.common =
          count == 0
              ? 0
              : Unsigned.leadingZeros(runs.high(0) ^ runs.high(end), runs.low(0) ^ runs.low(end));
      this.starts = count > FEW ? starts() : new int[0];
    }

    private int[] starts() {
      int[] made = new int[(1 << BITS) + 1];
      int filled = 0;
      for (int run = 0; run < runs.count(); run++) {
        int key = key(runs.high(2 * run + 1), runs.low(2 * run + 1));
        while (filled <= key) {
          made[filled] = run;
          filled++;
        }
      }
      while (filled < made.length) {
        made[filled] = runs.count();
        filled++;
      }
      return made;
    }

    /** Returns the sixteen bits behind the common ones. */
    private int key(long high, long low) {
      int shift = common;
      long word =
          shift >= Long.SIZE
              ? low << shift
              : shift == 0 ? high : high << shift | low >>> (Long.SIZE - shift);
      return (int) (word >>> (Long.SIZE - BITS));
    }

    private boolean contains(long high, long low) {
      if (starts.length == 0) {
        return runs.startsBy(runs.search(high, low), high, low);
      }
      if (Unsigned.compare(high, low, runs.high(0), runs.low(0)) < 0
          || !runs.reaches(runs.count() - 1, high, low)) {
        return false;
      }
      int key = key(high, low);
      return runs.startsBy(runs.search(starts[key], starts[key + 1], high, low), high, low);
    }
  }
}
