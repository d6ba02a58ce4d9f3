package org.postern.target.mail.postfix;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The map of names of one rule, a {@code regexp:} table. smtpd(8) asks a table for the name of a
 * client before its address, and what it finds there ends the search: access(5). The name is that
 * of the client's PTR record where this has the client's address, and {@code unknown} otherwise.
 */
final class NameMap {
  /** The whole table of a rule without names. */
  static final String OPEN = ClientMap.WRITTEN + "# no rule\n";

  private static final Pattern ITSELF =
      Pattern.compile("/\\^([a-z0-9_\\\\.-]+)\\$/ " + ClientMap.PASSES);

  private NameMap() {}

  /** Returns the text of the whole table. */
  static String text(String rule, SortedSet<String> names) {
    if (names.isEmpty()) {
      return OPEN;
    }
    StringBuilder text = new StringBuilder(ClientMap.WRITTEN).append("# rule ").append(rule);
    for (String name : names) {
      String quoted = name.replace(".", "\\.");
      text.append("\n/^%s$/ %s".formatted(quoted, ClientMap.PASSES));
      text.append("\n/\\.%s$/ %s".formatted(quoted, ClientMap.PASSES));
    }
    return text.append('\n').toString();
  }

  /** Returns the names of a table; the caller compares it with what would be written. */
  static SortedSet<String> read(String text) {
    SortedSet<String> names = new TreeSet<>();
    for (String line : text.lines().toList()) {
      Matcher itself = ITSELF.matcher(line);
      if (itself.matches()) {
        names.add(String.valueOf(itself.group(1)).replace("\\.", "."));
      }
    }
    return Collections.unmodifiableSortedSet(names);
  }
}
