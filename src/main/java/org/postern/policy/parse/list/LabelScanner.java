package org.postern.policy.parse.list;

import java.util.Arrays;
import org.postern.address.text.AddressPhrase;

/** Finds the ends of labels that need no closer look, in the bytes of a list. */
final class LabelScanner {
  /**
   * The length below which a label that ends with a digit may be the end of a range or a prefix
   * length.
   */
  private static final int SHORT = 12;

  private static final int NOT_SURE = -1;

  /**
   * The words that {@link AddressPhrase} reads between two addresses, each of up to eight letters.
   */
  private static final long[] JOINING =
      packed(
          "up upto to thru through till until bis and or und oder et ou y o"
              + " subnet netmask mask wildcard");

  private LabelScanner() {}

  /**
   * Finds the end of a label that consists of words of printable ASCII with single spaces between
   * them and does not go on with what stands before it, as in {@code 192.0.2.1 to 192.0.2.9}.
   *
   * @param from the start of the label; the line ends with a line break
   * @return the place behind it, or a negative number when it needs a closer look
   */
  static int end(byte[] bytes, int from) {
    if (!isLetterOrDigit(bytes[from])) {
      return NOT_SURE;
    }
    int end = from;
    boolean numbers = false;
    boolean separated = false;
    for (int at = from; !isEnd(bytes[at]); at++) {
      byte character = bytes[at];
      if (character == ' ') {
        continue;
      }
      if (character < ' ' || character == 0x7F || at - end > 1) {
        return NOT_SURE;
      }
      numbers |= character == ':' || (character == '.' && isDigit(bytes[at - 1]));
      separated |= character == ',' || character == ';' || character == '|';
      end = at + 1;
    }
    int length = end - from;
    numbers |= length <= SHORT && isDigit(bytes[end - 1]);
    boolean goesOn = numbers && (separated || startsLikeAddress(bytes, from) || joins(bytes, from));
    return goesOn || length > ListFileParser.LONGEST_LABEL ? NOT_SURE : end;
  }

  private static boolean startsLikeAddress(byte[] bytes, int from) {
    boolean number = true;
    for (int at = from; bytes[at] != ' ' && !isEnd(bytes[at]); at++) {
      if (bytes[at] == ':' || (bytes[at] == '.' && isDigit(bytes[from]))) {
        return true;
      }
      number &= isDigit(bytes[at]);
    }
    return number;
  }

  /** Tells whether the first word joins what is around it, however it is written. */
  private static boolean joins(byte[] bytes, int from) {
    long word = 0;
    int at = from;
    while (bytes[at] != ' ' && !isEnd(bytes[at])) {
      if (at - from == Long.BYTES) {
        return false;
      }
      word = word << Byte.SIZE | bytes[at] | 0x20;
      at++;
    }
    return Arrays.binarySearch(JOINING, word) >= 0;
  }

  /** Returns words as numbers in ascending order, the last letter lowest. */
  private static long[] packed(String words) {
    long[] packed = new long[words.split(" ", -1).length];
    int index = 0;
    for (int at = 0; at < words.length(); at++) {
      if (words.charAt(at) == ' ') {
        index++;
      } else {
        packed[index] = packed[index] << Byte.SIZE | words.charAt(at);
      }
    }
    Arrays.sort(packed);
    return packed;
  }

  static boolean isLetterOrDigit(byte character) {
    return isDigit(character)
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isEnd(byte character) {
    return character == '\n' || character == '\r' || character == '#';
  }
}
