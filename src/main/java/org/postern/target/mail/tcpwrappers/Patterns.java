package org.postern.target.mail.tcpwrappers;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;

/** The patterns of hosts_access(5) for clients and for daemons. */
final class Patterns {
  /** A file of patterns that names itself ends here. */
  private static final int DEEPEST = 3;

  private static final Pattern BEGIN_OF_ADDRESS = Pattern.compile("([0-9]{1,3}\\.){1,3}\\*");

  private final Files files;
  private final boolean nameless;

  /**
   * Creates the patterns for clients of one kind.
   *
   * @param files the contents of files of patterns
   * @param nameless whether the clients' hosts have no names, as those that tcpdmatch(8) is asked
   *     for by address; otherwise nothing is known of them
   */
  Patterns(Files files, boolean nameless) {
    this.files = files;
    this.nameless = nameless;
  }

  /** Holds files of patterns. */
  interface Files {
    /** Returns the text of one; empty where there is none, or where it cannot be read. */
    Optional<String> text(String path);
  }

  /** Returns the clients that a pattern of a line matches. */
  Matched client(String pattern) {
    int at = pattern.indexOf('@', 1);
    if (at < 0) {
      return host(pattern, 0);
    }
    Matched host = host(pattern.substring(at + 1), 0);
    return switch (pattern.substring(0, at).toUpperCase(Locale.ROOT)) {
      case "ALL" -> host;
      default -> new Matched(AddressSet.none(), host.possible());
    };
  }

  private Matched host(String pattern, int depth) {
    Optional<AddressSet> addresses = AddressPatterns.read(pattern);
    if (addresses.isPresent()) {
      return Matched.of(addresses.get());
    }
    if (pattern.startsWith("/")) {
      return depth < DEEPEST ? ofFile(pattern, depth + 1) : Matched.UNTOLD;
    }
    return switch (pattern.toUpperCase(Locale.ROOT)) {
      case "ALL" -> Matched.ALL;
      case "UNKNOWN" -> nameless ? Matched.ALL : Matched.UNTOLD;
      case "KNOWN", "LOCAL", "PARANOID" -> byName();
      default -> wildcard(pattern);
    };
  }

  private Matched byName() {
    return nameless ? Matched.NONE : Matched.UNTOLD;
  }

  private Matched ofFile(String path, int depth) {
    Matched found = Matched.NONE;
    AddressSet.Builder addresses = AddressSet.builder();
    for (String word : PatternFile.words(files.text(path).orElse(""))) {
      Optional<AddressSet> read = AddressPatterns.read(word);
      if (read.isPresent()) {
        addresses.add(read.get());
      } else {
        found = found.or(host(word, depth));
      }
    }
    return found.or(Matched.of(addresses.build()));
  }

  /**
   * Matches a pattern with stars and question marks, which stand for letters of an address as well
   * as of a name.
   */
  private Matched wildcard(String pattern) {
    if (pattern.matches("\\*+")) {
      return Matched.ALL;
    }
    Matcher begin = BEGIN_OF_ADDRESS.matcher(pattern);
    if (begin.matches()) {
      String octets = pattern.substring(0, pattern.length() - 1);
      return Matched.atLeast(AddressPatterns.read(octets).orElse(AddressSet.none()));
    }
    boolean ofNames =
        pattern.matches("[A-Za-z_-][A-Za-z0-9._=-]*|\\.[A-Za-z0-9._-]*[A-Za-z_-]\\.?");
    return ofNames ? byName() : Matched.UNTOLD;
  }

  /**
   * Tells whether a pattern is for a daemon: all clients, none, or by what only a connection has.
   */
  static Matched daemon(String pattern, String daemon) {
    int at = pattern.indexOf('@', 1);
    if (at > 0) {
      Matched name = daemon(pattern.substring(0, at), daemon);
      return new Matched(AddressSet.none(), name.possible());
    }
    if (pattern.matches("[0-9]+")) {
      return Matched.UNTOLD;
    }
    return isFor(pattern.toLowerCase(Locale.ROOT), daemon.toLowerCase(Locale.ROOT))
        ? Matched.ALL
        : Matched.NONE;
  }

  private static boolean isFor(String pattern, String daemon) {
    if (pattern.contains("*") || pattern.contains("?")) {
      return matches(pattern, daemon);
    }
    if (pattern.startsWith(".")) {
      return daemon.length() > pattern.length() && daemon.endsWith(pattern);
    }
    return pattern.equals("all")
        || pattern.equals("known")
        || (pattern.endsWith(".") && daemon.startsWith(pattern))
        || pattern.equals(daemon);
  }

  /** A star stands for any letters, a question mark for one. */
  private static boolean matches(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i);
      regex.append(
          switch (letter) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(letter));
          });
    }
    return text.matches(regex.toString());
  }
}
