package org.postern.target.mail.postfix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postern.host.AtomicFile;

/**
 * Reads what access tables of others permit, from the text that each is made of: access(5). A table
 * whose text is not on this host cannot be told.
 */
final class Tables {
  private static final int LARGEST = 4 << 20;
  private static final int NAMED = 3;

  /**
   * Matches OK, permit and a number, which end a list of restrictions: access(5), ACCEPT ACTIONS.
   */
  private static final Pattern PERMITS =
      Pattern.compile("(\\S+)\\s+(?:ok|permit|permit_auth_destination|[0-9]+)\\b.*");

  private static final Pattern EVERYTHING =
      Pattern.compile("0\\.0\\.0\\.0/0|::/0|/\\.?\\*?/i?|/\\^/|\\*|/\\^?\\.\\*\\$?/");

  private final boolean here;

  /**
   * Creates the tables of one Postfix.
   *
   * @param here whether its files are files of this host
   */
  Tables(boolean here) {
    this.here = here;
  }

  /** The clients for whom a table permits. */
  enum Permits {
    ALL,
    SOME,
    NONE,
    UNTOLD
  }

  /** Returns the clients for whom a table {@code TYPE:NAME} permits. */
  Permits permits(String table) {
    if (table.startsWith("static:")) {
      return PERMITS.matcher("* " + lower(table.substring("static:".length()))).matches()
          ? Permits.ALL
          : Permits.NONE;
    }
    List<String> keys;
    try {
      keys = keys(table);
    } catch (IOException e) {
      return Permits.UNTOLD;
    }
    if (keys.isEmpty()) {
      return Permits.NONE;
    }
    return keys.stream().anyMatch(key -> EVERYTHING.matcher(key).matches())
        ? Permits.ALL
        : Permits.SOME;
  }

  /** Returns the first few keys for which it permits, in words. */
  String permitted(String table) {
    try {
      List<String> keys = keys(table);
      String shown = String.join(", ", keys.stream().limit(NAMED).toList());
      return keys.size() > NAMED ? "%s and %d more".formatted(shown, keys.size() - NAMED) : shown;
    } catch (IOException e) {
      return "";
    }
  }

  private List<String> keys(String table) throws IOException {
    int colon = table.indexOf(':');
    String name = table.substring(colon + 1);
    if (!here || colon < 0 || !name.startsWith("/")) {
      throw new IOException(table + " is not a file of this host");
    }
    byte[] content = AtomicFile.read(Path.of(name), LARGEST);
    return new String(content, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(Tables::lower)
        .map(PERMITS::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(line -> String.valueOf(line.group(1)).replaceAll("[^ -~]", "?"))
        .toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
