package org.postern.host.log;

import java.util.Optional;
import java.util.function.Consumer;
import org.postern.address.Address;
import org.postern.address.AddressText;

/** Addresses in the midst of other text. */
final class Addresses {
  /** {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}, and a zone behind it. */
  private static final int LONGEST = 64;

  private static final String LETTERS = "0123456789abcdefABCDEF.:";

  private Addresses() {}

  /** The address that a text is, a zone behind it aside; empty if it is none. */
  static Optional<Address> read(String text) {
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    return bare.length() <= LONGEST
            && AddressText.parse(bare) instanceof AddressText.Ok ok
            && ok.form() == AddressText.Form.ADDRESS
        ? Optional.of(ok.interval().first())
        : Optional.empty();
  }

  /** The address in the brackets that open at that place. */
  static Optional<Address> inBrackets(String text, int open) {
    int close = open < 0 ? -1 : text.indexOf(']', open);
    return close < 0 ? Optional.empty() : read(text.substring(open + 1, close));
  }

  /** The port behind {@code [address]:}, where the bracket opens at that place. */
  static Optional<Integer> portBehind(String text, int open) {
    int close = open < 0 ? -1 : text.indexOf(']', open);
    return close < 0 || !text.startsWith("]:", close) ? Optional.empty() : port(text, close + 2);
  }

  /** The port whose digits begin at that place. */
  static Optional<Integer> port(String text, int from) {
    int end = from;
    while (end < text.length() && end - from < 6 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    if (end == from || end - from > 5) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text, from, end, 10);
    return port > 0 && port < 65_536 ? Optional.of(port) : Optional.empty();
  }

  /** Hands out every address in a line; a prefix such as {@code 192.0.2.0/24} is none. */
  static void forEach(String line, Consumer<Address> consumer) {
    int at = 0;
    while (at < line.length()) {
      if (LETTERS.indexOf(line.charAt(at)) < 0) {
        at++;
        continue;
      }
      int end = at;
      while (end < line.length() && LETTERS.indexOf(line.charAt(end)) >= 0) {
        end++;
      }
      boolean stands =
          (at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1)))
              && (end == line.length() || !Character.isLetterOrDigit(line.charAt(end)));
      if (stands && !isPrefix(line, end)) {
        token(line.substring(at, end)).ifPresent(consumer);
      }
      at = end;
    }
  }

  private static boolean isPrefix(String line, int end) {
    return end + 1 < line.length()
        && line.charAt(end) == '/'
        && Character.isDigit(line.charAt(end + 1));
  }

  /** An address, also with a full stop or colon of the sentence, or with a port behind IPv4. */
  private static Optional<Address> token(String token) {
    int colons = (int) token.chars().filter(c -> c == ':').count();
    int dots = (int) token.chars().filter(c -> c == '.').count();
    if (token.length() > LONGEST || (dots < 3 && colons < 2)) {
      return Optional.empty();
    }
    String bare = dots >= 3 && colons == 1 ? token.substring(0, token.indexOf(':')) : token;
    boolean ends = bare.endsWith(".") || (bare.endsWith(":") && !bare.endsWith("::"));
    return read(ends ? bare.substring(0, bare.length() - 1) : bare);
  }
}
