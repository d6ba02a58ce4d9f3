package org.postern.address.text;

import org.postern.address.Unsigned;

/**
 * Reads IPv6 addresses of groups of hexadecimal digits. Those that end with a dotted quad, those
 * that are IPv4-mapped, and those in which {@code ::} stands for one group only are not taken.
 */
final class GroupScanner {
  private static final int GROUPS = 8;
  private static final int MAPPED = 0xFFFF;
  private static final byte[] DIGITS = digits();

  private byte[] bytes = new byte[0];
  private long high;
  private long low;

  /** Takes the array from which addresses are scanned from now on. */
  void over(byte[] source) {
    bytes = source;
  }

  /** Returns the upper 64 bits of the address that was read last. */
  long high() {
    return high;
  }

  /** Returns the lower 64 bits of the address that was read last. */
  long low() {
    return low;
  }

  /**
   * Reads the groups that start at a place.
   *
   * @return the place behind them, or a negative number when they are not taken
   */
  int scan(int from) {
    long upper = 0;
    long lower = 0;
    int count = 0;
    int gap = -1;
    int at = from;
    if (bytes[at] == ':' && bytes[at + 1] == ':') {
      gap = 0;
      at += 2;
    }
    while (true) {
      int digit = DIGITS[bytes[at] & 0xFF];
      if (digit < 0) {
        // Only "::" may end an address.
        return gap == count ? placed(upper, lower, count, gap, at) : -1;
      }
      int start = at;
      int group = 0;
      do {
        group = group << 4 | digit;
        at++;
        digit = DIGITS[bytes[at] & 0xFF];
      } while (digit >= 0 && at - start < 4);
      if (digit >= 0 || count == GROUPS) {
        return -1;
      }
      upper = upper << 16 | lower >>> 48;
      lower = lower << 16 | group;
      count++;
      if (bytes[at] != ':') {
        return bytes[at] == '.' ? -1 : placed(upper, lower, count, gap, at);
      }
      at++;
      if (bytes[at] == ':') {
        if (gap >= 0) {
          return -1;
        }
        gap = count;
        at++;
      }
    }
  }

  /** Puts the zeros of {@code ::} in their place: before the last groups, which lie lowest. */
  private int placed(long upper, long lower, int count, int gap, int end) {
    if (gap < 0) {
      high = upper;
      low = lower;
      return count == GROUPS ? taken(end) : -1;
    }
    if (count > GROUPS - 2) {
      return -1;
    }
    int behind = 16 * (count - gap);
    long keepHigh = Unsigned.onesHigh(behind);
    long keepLow = Unsigned.onesLow(behind);
    high = upper & keepHigh;
    low = lower & keepLow;
    shiftUp(upper & ~keepHigh, lower & ~keepLow, 16 * (GROUPS - count));
    return taken(end);
  }

  private void shiftUp(long upper, long lower, int bits) {
    if (bits >= Long.SIZE) {
      high |= lower << (bits - Long.SIZE);
    } else {
      high |= upper << bits | lower >>> -bits;
      low |= lower << bits;
    }
  }

  private int taken(int end) {
    return high == 0 && low >>> Integer.SIZE == MAPPED ? -1 : end;
  }

  private static byte[] digits() {
    byte[] digits = new byte[256];
    for (int character = 0; character < digits.length; character++) {
      digits[character] = (byte) Character.digit(character, 16);
    }
    return digits;
  }
}
