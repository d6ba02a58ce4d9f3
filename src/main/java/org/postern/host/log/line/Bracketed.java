package org.postern.host.log.line;

import java.util.Optional;
import org.postern.address.Address;

/**
 * An address in brackets, {@code [192.0.2.1]}, {@code [192.0.2.1]:51234} or {@code
 * [IPv6:2001:db8::1]}, at a known place of a text.
 *
 * @param address empty where the brackets hold a word, such as Postfix's {@code [unknown]}
 * @param port behind it; empty where there is none
 * @param end the place behind all of it
 */
public record Bracketed(Optional<Address> address, Optional<Integer> port, int end) {

  /** Returns the bracket that opens at that place; empty where none does, or none closes soon. */
  public static Optional<Bracketed> at(String text, int open) {
    if (open < 0 || open >= text.length() || text.charAt(open) != '[') {
      return Optional.empty();
    }
    int close = text.indexOf(']', open, Math.min(text.length(), open + Addresses.LONGEST));
    if (close < 0) {
      return Optional.empty();
    }
    Optional<Address> address = Addresses.read(text, open + 1, close);
    int behind = close + 1;
    if (text.startsWith(":", behind)) {
      int end = Addresses.digits(text, behind + 1);
      if (end > behind + 1) {
        return Optional.of(new Bracketed(address, Addresses.port(text, behind + 1), end));
      }
    }
    return Optional.of(new Bracketed(address, Optional.empty(), behind));
  }
}
