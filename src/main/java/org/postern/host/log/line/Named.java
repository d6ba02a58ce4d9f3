package org.postern.host.log.line;

import java.util.Optional;
import org.postern.address.Address;

/**
 * A client as Postfix writes it, {@code mail.example[192.0.2.1]} with or without a port. The name
 * comes from the DNS; smtpd(8) drops one that has other characters than a host name may have, or
 * that does not lead back to the address, and writes {@code unknown}.
 *
 * @param confirmed the name; empty where there is none
 * @param end the place behind all of it
 */
public record Named(String confirmed, Optional<Address> address, int end) {
  private static final int LONGEST_NAME = 255;
  public static final String UNKNOWN = "unknown";

  /** Returns the client that is written at that place; empty where none is. */
  public static Optional<Named> at(String text, int from) {
    int open = from;
    while (open < text.length() && isName(text.charAt(open)) && open - from <= LONGEST_NAME) {
      open++;
    }
    Optional<Bracketed> where = Bracketed.at(text, open);
    if (where.isEmpty() || !ends(text, where.get().end())) {
      return Optional.empty();
    }
    String name = text.substring(from, open);
    return Optional.of(
        new Named(name.equals(UNKNOWN) ? "" : name, where.get().address(), where.get().end()));
  }

  private static boolean isName(char c) {
    return Addresses.isWord(c)
        || c == '.'
        || c == '-'
        || (c > ' ' && "[]<>()\"=;,{}\\".indexOf(c) < 0);
  }

  private static boolean ends(String text, int at) {
    return at == text.length() || ":;, ".indexOf(text.charAt(at)) >= 0;
  }
}
