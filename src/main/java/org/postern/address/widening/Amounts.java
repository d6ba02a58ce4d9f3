package org.postern.address.widening;

import java.math.BigInteger;

/** Unsigned amounts of 128 bits, as pairs of a high and a low word. */
final class Amounts {
  private static final int SMALL_COUNT_BITS = 24;
  private static final int SMALL_AMOUNT_BITS = 39;

  private Amounts() {}

  static BigInteger big(long high, long low) {
    return high == 0 && low >= 0
        ? BigInteger.valueOf(low)
        : unsigned(high).shiftLeft(Long.SIZE).add(unsigned(low));
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }

  static int compare(long high, long low, long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }

  /** Returns the high word of a sum. */
  static long plusHigh(long high, long low, long otherHigh, long otherLow) {
    return high + otherHigh + (Long.compareUnsigned(low + otherLow, low) < 0 ? 1 : 0);
  }

  /** Returns the high word of a difference, modulo 2^128. */
  static long minusHigh(long high, long low, long otherHigh, long otherLow) {
    return high - otherHigh - (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
  }

  /** Returns the high word of 2^bits; zero for 2^128, as the low word then is. */
  static long powerHigh(int bits) {
    return bits < Long.SIZE || bits >= 2 * Long.SIZE ? 0 : 1L << (bits - Long.SIZE);
  }

  /** Returns the low word of 2^bits. */
  static long powerLow(int bits) {
    return bits < Long.SIZE ? 1L << bits : 0;
  }

  /** An amount divided by 2^shift, rounded down; the largest long where it is 2^62 or more. */
  static long shifted(long high, long low, int shift) {
    long upper = shift < Long.SIZE ? high >>> shift : 0;
    long lower =
        shift == 0
            ? low
            : shift < Long.SIZE
                ? low >>> shift | high << (Long.SIZE - shift)
                : high >>> (shift - Long.SIZE);
    return upper == 0 && lower >>> (Long.SIZE - 2) == 0 ? lower : Long.MAX_VALUE;
  }

  /** Compares high:low / count with the same of another; both counts are positive. */
  static int compareRatios(
      long high, long low, int count, long otherHigh, long otherLow, int otherCount) {
    if ((high | otherHigh) == 0
        && (low | otherLow) >>> SMALL_AMOUNT_BITS == 0
        && (count | otherCount) >>> SMALL_COUNT_BITS == 0) {
      return Long.compare(low * otherCount, otherLow * count);
    }
    long middle = Math.unsignedMultiplyHigh(low, otherCount);
    long otherMiddle = Math.unsignedMultiplyHigh(otherLow, count);
    long sum = middle + high * otherCount;
    long otherSum = otherMiddle + otherHigh * count;
    long top =
        Math.unsignedMultiplyHigh(high, otherCount)
            + (Long.compareUnsigned(sum, middle) < 0 ? 1 : 0);
    long otherTop =
        Math.unsignedMultiplyHigh(otherHigh, count)
            + (Long.compareUnsigned(otherSum, otherMiddle) < 0 ? 1 : 0);
    int byTop = Long.compareUnsigned(top, otherTop);
    return byTop != 0 ? byTop : compare(sum, low * otherCount, otherSum, otherLow * count);
  }
}
