package org.postern.address.text;

import java.nio.ByteBuffer;

/**
 * Reads dotted quads, eight bytes at a time: where numbers end is found in all of them at once, and
 * no branch depends on how many digits a number has.
 */
final class QuadScanner {
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = EACH << 7;
  private static final long ZEROS = '0' * EACH;

  /**
   * A number that, added to a digit, leaves the high bit clear, and added to any other small number
   * sets it.
   */
  private static final long ABOVE_NINE = 0x76 * EACH;

  /** Brings the lowest bits of eight bytes together in the highest byte. */
  private static final long GATHER = 0x0102_0408_1020_4080L;

  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private long value;

  /** The faults of all numbers, negative as soon as one is none. */
  private int faults;

  /** Takes a little-endian buffer from which quads are scanned from now on. */
  void over(ByteBuffer source) {
    bytes = source;
  }

  /** Returns the address that was read last. */
  long value() {
    return value;
  }

  /**
   * Reads the four numbers that start at a place, with at least sixteen bytes behind it.
   *
   * @return the place behind them, or a negative number when they are not taken
   */
  int scan(int from) {
    long low = bytes.getLong(from) ^ ZEROS;
    long high = bytes.getLong(from + Long.BYTES) ^ ZEROS;
    int others = gathered(low) | gathered(high) << 8;
    int first = Integer.numberOfTrailingZeros(others);
    others &= others - 1;
    int second = Integer.numberOfTrailingZeros(others);
    others &= others - 1;
    int third = Integer.numberOfTrailingZeros(others);
    others &= others - 1;
    int fourth = Integer.numberOfTrailingZeros(others);
    if (fourth > 15
        || bytes.get(from + first) != '.'
        || bytes.get(from + second) != '.'
        || bytes.get(from + third) != '.') {
      return -1;
    }
    faults = 0;
    int number =
        number(from, first) << 24
            | number(from + first + 1, second - first - 1) << 16
            | number(from + second + 1, third - second - 1) << 8
            | number(from + third + 1, fourth - third - 1);
    value = Integer.toUnsignedLong(number);
    return faults < 0 ? -1 : from + fourth;
  }

  /** A bit for each byte that is no digit; digits are the bytes 0 to 9. */
  private static int gathered(long word) {
    long others = (((word & ~HIGH_BITS) + ABOVE_NINE) | word) & HIGH_BITS;
    return (int) (((others >>> 7) * GATHER) >>> 56);
  }

  /** A number of one to three digits, at most 255 and without leading zeros. */
  private int number(int at, int length) {
    int digits = bytes.getInt(at) & 0x0F0F_0F0F;
    int leading = digits & 0xF;
    digits <<= 24 - 8 * length;
    int number = (digits & 0xF) * 100 + (digits >>> 8 & 0xF) * 10 + (digits >>> 16 & 0xF);
    faults |= length - 1 | 3 - length | 255 - number | (leading - 1 & 1 - length);
    return number;
  }
}
