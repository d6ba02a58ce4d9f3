package org.postern.address;

/**
 * Writes addresses into bytes, in the one form that <a
 * href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a> recommends. Each method returns the
 * place behind what it wrote; the array has {@link #LONGEST} bytes from the place on.
 */
final class TextBytes {
  /** The most bytes that an address needs while it is written. */
  static final int LONGEST = 48;

  private static final int GROUPS = 8;
  private static final long MAPPED = 0xFFFFL;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /**
   * The digits of each number of a dotted quad, with a dot after them, the first character lowest.
   */
  private static final int[] NUMBERS = numbers();

  private TextBytes() {}

  /** A number from 0 to 255. */
  static int number(byte[] to, int at, int number) {
    return dotted(to, at, number) - 1;
  }

  /** Returns the upper three numbers of a dotted quad, each with the dot behind it. */
  static int network(byte[] to, int at, int address) {
    int end = dotted(to, at, address >>> 24);
    end = dotted(to, end, address >>> 16 & 0xFF);
    return dotted(to, end, address >>> 8 & 0xFF);
  }

  private static int quad(byte[] to, int at, int address) {
    return number(to, network(to, at, address), address & 0xFF);
  }

  /** Writes a number and a dot: always four bytes, of which the last ones are written over. */
  private static int dotted(byte[] to, int at, int number) {
    int text = NUMBERS[number];
    to[at] = (byte) text;
    to[at + 1] = (byte) (text >>> 8);
    to[at + 2] = (byte) (text >>> 16);
    to[at + 3] = (byte) (text >>> 24);
    return at + (number < 10 ? 2 : number < 100 ? 3 : 4);
  }

  private static int[] numbers() {
    int[] numbers = new int[256];
    for (int number = 0; number < numbers.length; number++) {
      int text = '.';
      int rest = number;
      do {
        text = text << 8 | '0' + rest % 10;
        rest /= 10;
      } while (rest > 0);
      numbers[number] = text;
    }
    return numbers;
  }

  /** An IPv6 address. */
  static int groups(byte[] to, int at, long high, long low) {
    if (high == 0 && low >>> 32 == MAPPED) {
      int end = group(to, colon(to, colon(to, at)), (int) MAPPED);
      return quad(to, colon(to, end), (int) low);
    }
    int zeros = zeros(high) | zeros(low) << 4;
    int start = longestRun(zeros);
    int place = at;
    if (start < GROUPS) {
      place = groups(to, place, 0, start, high, low);
      place = colon(to, colon(to, place));
      start += Integer.numberOfTrailingZeros(~(zeros >>> start));
    } else {
      start = 0;
    }
    return groups(to, place, start, GROUPS, high, low);
  }

  /** Writes groups, with a colon between them. */
  private static int groups(byte[] to, int at, int from, int end, long high, long low) {
    int place = at;
    for (int index = from; index < end; index++) {
      long word = index < 4 ? high : low;
      int group = (int) (word >>> (48 - 16 * (index & 3))) & 0xFFFF;
      place = group(to, index == from ? place : colon(to, place), group);
    }
    return place;
  }

  /** A bit for each of four groups that is zero, the first group's lowest. */
  private static int zeros(long word) {
    return (word >>> 48 == 0 ? 1 : 0)
        | (word << 16 >>> 48 == 0 ? 2 : 0)
        | (word << 32 >>> 48 == 0 ? 4 : 0)
        | (word << 48 == 0 ? 8 : 0);
  }

  /** Returns where the longest run of two or more bits starts, the first of equally long ones. */
  private static int longestRun(int bits) {
    int longest = 0;
    int shorter = bits & bits >>> 1;
    for (int length = 2; shorter != 0; length++) {
      longest = shorter;
      shorter &= bits >>> length;
    }
    return Integer.numberOfTrailingZeros(longest);
  }

  private static int colon(byte[] to, int at) {
    to[at] = ':';
    return at + 1;
  }

  /** A group without leading zeros. */
  private static int group(byte[] to, int at, int group) {
    int end = at;
    if (group >= 0x1000) {
      to[end++] = HEX[group >>> 12];
    }
    if (group >= 0x100) {
      to[end++] = HEX[group >>> 8 & 0xF];
    }
    if (group >= 0x10) {
      to[end++] = HEX[group >>> 4 & 0xF];
    }
    to[end] = HEX[group & 0xF];
    return end + 1;
  }
}
