package org.postern.host.log.line;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.text.AddressText;

/** Reads single addresses in fields whose grammar is known. */
public final class Addresses {
  /**
   * The longest address, {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}, and a zone behind
   * it.
   */
  public static final int LONGEST = 64;

  /** The tag that Sendmail and HELO put before an IPv6 address: RFC 5321, 4.1.3. */
  private static final String TAG = "IPv6:";

  private static final int DOTTED_QUAD = 15;

  private Addresses() {}

  /** Returns the address that a text is, a zone behind it aside; empty if it is none. */
  public static Optional<Address> read(String text) {
    return read(text, 0, text.length());
  }

  /** Returns the address that a part of a text is. */
  public static Optional<Address> read(String text, int from, int to) {
    if (to - from <= DOTTED_QUAD) {
      long quad = quad(text, from, to);
      if (quad >= 0) {
        return Optional.of(new Address(Family.IP, 0, quad));
      }
    }
    int begin = text.regionMatches(true, from, TAG, 0, TAG.length()) ? from + TAG.length() : from;
    int zone = text.indexOf('%', begin);
    int end = zone >= 0 && zone < to ? zone : to;
    return end - begin <= LONGEST
            && end > begin
            && text.indexOf(':', begin) >= 0
            && AddressText.parse(text.substring(begin, end)) instanceof AddressText.Ok ok
            && ok.form() == AddressText.Form.ADDRESS
        ? Optional.of(ok.interval().first())
        : Optional.empty();
  }

  /**
   * Returns the IPv4 address that a part of a text is, as a number; below zero if it is none. Most
   * lines of a log hold one, so it is not read by the library; {@code AddressesTest} holds them
   * equal.
   */
  private static long quad(String text, int from, int to) {
    long quad = 0;
    int number = -1;
    int dots = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' && number != 0) {
        number = (number < 0 ? 0 : number * 10) + (c - '0');
      } else if (c == '.' && number >= 0 && dots < 3) {
        quad = quad << 8 | number;
        number = -1;
        dots++;
      } else {
        return -1;
      }
      if (number > 255) {
        return -1;
      }
    }
    return dots == 3 && number >= 0 ? quad << 8 | number : -1;
  }

  /** Returns the port whose digits begin at that place and end before any other. */
  public static Optional<Integer> port(String text, int from) {
    int end = digits(text, from);
    if (end == from || end - from > 5) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text, from, end, 10);
    return port > 0 && port < 65_536 ? Optional.of(port) : Optional.empty();
  }

  /** Returns the end of the digits at that place. */
  public static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  public static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  public static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  public static boolean isWord(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }
}
