package org.postern.target.mail.postfix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A list of restrictions, of which the first that permits or rejects ends it: smtpd(8),
 * SMTPD_ACCESS_README.
 *
 * @param words the words in order
 */
record Restrictions(List<String> words) {
  private static final Set<String> FINAL = Set.of("permit", "permit_auth_destination");

  /**
   * Names of restrictions; any other word belongs to the one before: a table, a domain, a number.
   */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  Restrictions {
    words = List.copyOf(words);
  }

  /** Reads the restrictions in the value of a parameter; text in braces is one word. */
  static Restrictions of(String value) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int depth = 0;
    for (char letter : (value + " ").toCharArray()) {
      depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
      boolean ends = depth <= 0 && (letter == ',' || Character.isWhitespace(letter));
      if (!ends) {
        word.append(letter);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString().strip());
    }
    return new Restrictions(words);
  }

  /** Returns the index of a restriction with this table; -1 where it is not there. */
  int indexOf(String restriction, String table) {
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals(restriction) && words.get(i + 1).equals(table)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the restrictions before an index. */
  Restrictions before(int index) {
    return new Restrictions(words.subList(0, index));
  }

  boolean contains(String word) {
    return words.contains(word);
  }

  /** Returns the restrictions that permit a client whatever a later one would do. */
  List<String> permitting() {
    return words.stream().filter(FINAL::contains).toList();
  }

  /** Returns the access tables in them, each {@code TYPE:NAME}. */
  List<String> tables() {
    List<String> tables = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).matches("check_[a-z_]+_access")) {
        tables.add(words.get(i + 1));
      }
    }
    return tables;
  }

  /** Returns a copy without a restriction and its table. */
  Restrictions without(List<String> pair) {
    List<String> rest = new ArrayList<>(words);
    int at = Collections.indexOfSubList(rest, pair);
    while (at >= 0) {
      rest.subList(at, at + pair.size()).clear();
      at = Collections.indexOfSubList(rest, pair);
    }
    return new Restrictions(rest);
  }

  /** Returns a copy in which others stand first, and not again. */
  String merged(List<String> ours, List<String> leading) {
    List<String> rest = new ArrayList<>(without(ours).words());
    List<String> all = new ArrayList<>(leading);
    all.add(String.join(" ", ours));
    while (!rest.isEmpty() && leading.contains(rest.getFirst())) {
      rest.removeFirst();
    }
    for (String word : rest) {
      if (NAME.matcher(word).matches() || all.isEmpty()) {
        all.add(word);
      } else {
        all.add(all.removeLast() + " " + word);
      }
    }
    return String.join(", ", all);
  }
}
