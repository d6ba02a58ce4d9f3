package org.postern.address;

/** Unsigned 128-bit arithmetic on pairs of a high and a low word, without objects. */
public final class Unsigned {
  private Unsigned() {}

  public static int compare(long high, long low, long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }

  /** Returns the high word of the number plus one; it wraps behind the last number. */
  static long nextHigh(long high, long low) {
    return low == -1L ? high + 1 : high;
  }

  /** Returns the high word of the number minus one; it wraps before zero. */
  static long previousHigh(long high, long low) {
    return low == 0 ? high - 1 : high;
  }

  /** Returns the high word of a number whose lowest {@code bits} bits, 0 to 128, are set. */
  public static long onesHigh(int bits) {
    return bits <= 64 ? 0 : -1L >>> (128 - bits);
  }

  /** Returns the low word of a number whose lowest {@code bits} bits, 0 to 128, are set. */
  public static long onesLow(int bits) {
    return bits == 0 ? 0 : -1L >>> Math.max(0, 64 - bits);
  }

  /** Returns how many of the lowest bits are zero: 128 for zero. */
  static int trailingZeros(long high, long low) {
    return low != 0
        ? Long.numberOfTrailingZeros(low)
        : Long.SIZE + Long.numberOfTrailingZeros(high);
  }

  /** Returns how many of the highest bits are zero: 128 for zero. */
  static int leadingZeros(long high, long low) {
    return high != 0 ? Long.numberOfLeadingZeros(high) : Long.SIZE + Long.numberOfLeadingZeros(low);
  }

  /** Returns the high word of a difference that is not negative. */
  static long minusHigh(long high, long low, long otherHigh, long otherLow) {
    return high - otherHigh - (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
  }
}
