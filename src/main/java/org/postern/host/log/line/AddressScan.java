package org.postern.host.log.line;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.postern.address.Address;
import org.postern.address.Family;

/**
 * Finds the addresses in text of which nothing else is known: also behind a word and a colon, with
 * a port, a service or brackets. A prefix, a version number, the host of a URL and a part of a name
 * are none.
 */
public final class AddressScan {
  /** The words before a slash that name what follows, and no product with its version. */
  private static final Set<String> PROTOCOLS =
      Set.of("tcp", "udp", "ip", "ipv4", "ipv6", "inet", "inet6", "smtp", "client", "peer", "host");

  private static final Set<String> VERSIONS =
      Set.of("version", "ver", "v", "release", "build", "rev", "revision");

  /** The number of colons that no text but an address has. */
  private static final int MANY_COLONS = 5;

  private static final int LONGEST_LOCAL = 64;

  private final String line;
  private final ObjIntConsumer<Address> found;

  private AddressScan(String line, ObjIntConsumer<Address> found) {
    this.line = line;
    this.found = found;
  }

  /** Hands out every address in a line with the place where it begins. */
  public static void forEach(String line, ObjIntConsumer<Address> found) {
    new AddressScan(line, found).scan();
  }

  /** Tells whether a line holds an address. */
  public static boolean holdsAny(String line) {
    boolean[] any = new boolean[1];
    forEach(line, (address, at) -> any[0] = true);
    return any[0];
  }

  private void scan() {
    int at = 0;
    while (at < line.length()) {
      if (!isPart(line.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      int dots = 0;
      int colons = 0;
      while (end < line.length() && isPart(line.charAt(end))) {
        dots += line.charAt(end) == '.' ? 1 : 0;
        colons += line.charAt(end) == ':' ? 1 : 0;
        end++;
      }
      if (dots >= 3 || colons >= 2) {
        run(at, end, dots, colons);
      }
      at = end;
    }
  }

  private static boolean isPart(char c) {
    return Addresses.isDigit(c)
        || c == '.'
        || c == ':'
        || (c >= 'a' && c <= 'f')
        || (c >= 'A' && c <= 'F');
  }

  /** A run of the characters that addresses are made of. */
  private void run(int from, int to, int dots, int colons) {
    if (colons >= 2 && sixteenBytes(from, to)) {
      return;
    }
    if (dots >= 3) {
      int at = from;
      while (at < to) {
        at = fourBytes(at, to);
      }
    }
  }

  /** Looks for IPv4 from that place on; answers where to look next. */
  private int fourBytes(int from, int to) {
    int begin = from;
    while (begin < to && !(Addresses.isDigit(line.charAt(begin)) && isFree(begin))) {
      begin++;
    }
    int end = begin;
    int dots = 0;
    while (end < to && (Addresses.isDigit(line.charAt(end)) || line.charAt(end) == '.')) {
      if (line.charAt(end) == '.') {
        boolean last = end + 1 == to || !Addresses.isDigit(line.charAt(end + 1));
        if (last || dots == 3) {
          break;
        }
        dots++;
      }
      end++;
    }
    if (dots == 3) {
      int begun = begin;
      int behind = end;
      Addresses.read(line, begin, end)
          .filter(address -> endsWell(behind, Family.IP) && !isUnspecified(address))
          .ifPresent(address -> found.accept(address, begun));
    }
    while (end < to && line.charAt(end) != ':') {
      end++;
    }
    return end + 1;
  }

  /** Tells whether a number may begin there, by what stands before it. */
  private boolean isFree(int begin) {
    if (begin == 0) {
      return true;
    }
    char before = line.charAt(begin - 1);
    if (before == '.' || Addresses.isWord(before)) {
      return false;
    }
    if (before == '@') {
      return !isMailAddress(begin - 1);
    }
    if (before == '-') {
      return begin == 1 || !Addresses.isWord(line.charAt(begin - 2));
    }
    if (before == '/') {
      return PROTOCOLS.contains(wordBefore(begin - 1));
    }
    int word = begin;
    while (word > 0 && " :=".indexOf(line.charAt(word - 1)) >= 0 && begin - word < 2) {
      word--;
    }
    return word == begin || !VERSIONS.contains(wordBefore(word));
  }

  /**
   * Tells whether what ends at that place, up to a space before it, is that of a sender or message.
   */
  private boolean isMailAddress(int end) {
    int at = end;
    while (at > 0 && end - at < LONGEST_LOCAL && line.charAt(at - 1) != ' ') {
      at--;
      char c = line.charAt(at);
      if (c == '<' || c == ':' || c == '=' || c == '/') {
        return true;
      }
    }
    return end - at == LONGEST_LOCAL;
  }

  /** Returns the letters and digits that end at that place, in small letters. */
  private String wordBefore(int end) {
    int begin = end;
    while (begin > 0 && end - begin < 16 && Addresses.isWord(line.charAt(begin - 1))) {
      begin--;
    }
    return line.substring(begin, end).toLowerCase(Locale.ROOT);
  }

  /** Tells whether an address may end there, by what stands behind it. */
  private boolean endsWell(int end, Family family) {
    if (end == line.length()) {
      return true;
    }
    char behind = line.charAt(end);
    char next = end + 1 < line.length() ? line.charAt(end + 1) : ' ';
    return switch (behind) {
      case '/' -> !Addresses.isDigit(next) || numberAt(end + 1) > family.bits();
      case '-' -> !Addresses.isWord(next);
      case '.' -> !Addresses.isWord(next) || isPortBehindDot(end + 1);
      default -> !Addresses.isWord(behind) && behind != '@';
    };
  }

  /**
   * Tells whether a port follows, as in {@code 192.0.2.1.51234}: a number beyond those of an
   * address, and no name.
   */
  private boolean isPortBehindDot(int from) {
    int end = Addresses.digits(line, from);
    Optional<Integer> port = Addresses.port(line, from).filter(number -> number > 255);
    return port.isPresent()
        && (end == line.length()
            || !(Addresses.isWord(line.charAt(end))
                || (line.charAt(end) == '.'
                    && end + 1 < line.length()
                    && Addresses.isWord(line.charAt(end + 1)))));
  }

  private int numberAt(int from) {
    int end = Addresses.digits(line, from);
    return end == from || end - from > 5 ? 0 : Integer.parseInt(line, from, end, 10);
  }

  /** Looks for one IPv6 address in a run, an IPv4-mapped one included. */
  private boolean sixteenBytes(int from, int to) {
    int begin = from;
    boolean glued = from > 0 && Addresses.isWord(line.charAt(from - 1));
    if (glued || (line.charAt(from) == ':' && !line.startsWith("::", from))) {
      begin = line.indexOf(':', from) + 1;
    }
    int end = to;
    while (end > begin && (line.charAt(end - 1) == '.' || isLoneColon(end - 1))) {
      end--;
    }
    if (end == to && !endsWell(to, Family.IP6)) {
      return false;
    }
    int colon = line.lastIndexOf(':', end - 1);
    boolean port = colon > begin && Addresses.digits(line, colon + 1) == end;
    Optional<Address> whole = six(begin, end);
    boolean unmistakable = colons(begin, end) >= MANY_COLONS;
    Optional<Address> address = whole.filter(one -> unmistakable || isPlausible(one));
    if (address.isEmpty() && port) {
      address = six(begin, colon).filter(AddressScan::isPlausible);
    }
    int begun = begin;
    address.ifPresent(one -> found.accept(one, begun));
    return address.isPresent();
  }

  private boolean isLoneColon(int at) {
    return line.charAt(at) == ':' && (at == 0 || line.charAt(at - 1) != ':');
  }

  /**
   * Reads an IPv6 address. Reading is dear, so a text without the colons of an address is not read.
   */
  private Optional<Address> six(int from, int to) {
    boolean possible = line.indexOf("::", from, to) >= 0 || colons(from, to) == 7;
    return possible ? Addresses.read(line, from, to) : Optional.empty();
  }

  private int colons(int from, int to) {
    int colons = 0;
    for (int i = from; i < to; i++) {
      colons += line.charAt(i) == ':' ? 1 : 0;
    }
    return colons;
  }

  /**
   * Tells whether hosts have such addresses: global unicast, unique local, link-local, of a
   * translator, or IPv4. {@code de:ad::be} is none, though its form is right.
   */
  private static boolean isPlausible(Address address) {
    long high = address.high();
    return address.family() == Family.IP
        ? !isUnspecified(address)
        : high >>> 61 == 1
            || high >>> 57 == 0x7E
            || high >>> 54 == 0x3FA
            || (high == 0x64_FF9B_0000_0000L && address.low() >>> 32 == 0)
            || (high == 0 && address.low() == 1);
  }

  /**
   * Tells whether an address is that of no peer: {@code 0.0.0.0} and its block, multicast and
   * reserved addresses.
   */
  private static boolean isUnspecified(Address address) {
    long first = address.low() >>> 24;
    return first == 0 || first >= 224;
  }
}
