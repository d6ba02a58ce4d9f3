package org.postern.host.log.exim;

import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Bracketed;

/**
 * A client as Exim writes it ({@code host_build_sender_fullhost} in src/host.c): {@code name (helo)
 * [address]:port I=[interface]:port}, of which only the address is always there.
 *
 * <p>The name was looked up and leads back to the address. What was said in HELO stands in
 * parentheses before the address; with {@code helo_accept_junk_hosts} it may hold anything, so the
 * address is one behind which the grammar goes on.
 *
 * @param name the name that was looked up; empty where there is none
 * @param port the port of the client; empty where it is not told
 * @param server port that was dialled; empty where it is not told
 * @param end the place behind all of it
 * @param doubtful whether the rest of the line can be read as though HELO went on there, up to
 *     another address
 */
record EximHost(
    String name,
    Address address,
    Optional<Integer> port,
    Optional<Integer> server,
    int end,
    boolean doubtful) {
  private static final String INTERFACE = " I=";
  private static final String CLOSE = ") [";
  private static final int LONGEST_NAME = 255;

  /** The longest HELO: RFC 5321, 4.5.3.1.4 has 512 for a whole command; Exim takes more. */
  private static final int LONGEST_HELO = 4_096;

  /** A client of which only the address is told. */
  static EximHost of(Address address, int end) {
    return new EximHost("", address, Optional.empty(), Optional.empty(), end, false);
  }

  /** Returns the client that is written at that place; empty where none is. */
  static Optional<EximHost> at(String text, int from) {
    int begin = from;
    while (begin < text.length() && begin - from <= LONGEST_NAME && isName(text.charAt(begin))) {
      begin++;
    }
    boolean named = begin > from && begin - from <= LONGEST_NAME && text.startsWith(" ", begin);
    if (begin > from && !named) {
      return Optional.empty();
    }
    String name = text.substring(from, begin);
    int next = named ? begin + 1 : begin;
    if (text.startsWith("[", next)) {
      return Bracketed.at(text, next).flatMap(where -> of(text, name, where, false));
    }
    return text.startsWith("(", next) ? behindHelo(text, next, name) : Optional.empty();
  }

  private static boolean isName(char c) {
    return Addresses.isWord(c) || c == '.' || c == '-';
  }

  private static Optional<EximHost> behindHelo(String text, int open, String name) {
    int close = close(text, open, open);
    while (close >= 0) {
      Optional<Bracketed> where = Bracketed.at(text, close + 2);
      int after = close(text, close + 1, open);
      if (where.isPresent() && where.get().address().isPresent()) {
        boolean goesOn = !isHelo(text, where.get().end(), after);
        if (goesOn) {
          boolean other = repeats(text, after, open, where.get());
          return of(text, name, where.get(), other);
        }
      }
      close = after;
    }
    return Optional.empty();
  }

  /** Returns the place where HELO may end, not too far from where it began. */
  private static int close(String text, int from, int open) {
    int limit = Math.min(text.length(), open + LONGEST_HELO);
    return from < limit ? text.indexOf(CLOSE, from, limit) : -1;
  }

  /** Tells whether what follows an address begins with a parenthesis that another address ends. */
  private static boolean isHelo(String text, int end, int close) {
    return close >= 0 && (text.startsWith(" (", end) || text.startsWith(" [", end));
  }

  /** Tells whether there is another address, as behind HELO, and a field behind it. */
  private static boolean repeats(String text, int from, int open, Bracketed first) {
    for (int close = from; close >= 0; close = close(text, close + 1, open)) {
      Optional<Bracketed> where = Bracketed.at(text, close + 2);
      boolean other =
          where
              .flatMap(Bracketed::address)
              .filter(one -> !first.address().equals(Optional.of(one)))
              .isPresent();
      if (other && EximFields.follow(text, where.get().end())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<EximHost> of(
      String text, String name, Bracketed where, boolean doubtful) {
    Optional<Bracketed> local =
        text.startsWith(INTERFACE, where.end())
            ? Bracketed.at(text, where.end() + INTERFACE.length())
            : Optional.empty();
    int end = local.map(Bracketed::end).orElse(where.end());
    return where
        .address()
        .map(
            address ->
                new EximHost(
                    name, address, where.port(), local.flatMap(Bracketed::port), end, doubtful));
  }
}
