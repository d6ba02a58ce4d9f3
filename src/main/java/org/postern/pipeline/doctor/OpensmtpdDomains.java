package org.postern.pipeline.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the domains for which rules of smtpd.conf(5) take mail, as far as the file spells them out.
 * A table in another file is not read.
 */
final class OpensmtpdDomains {
  private static final String NAME = "\"?([A-Za-z0-9_.-]+)\"?";

  /**
   * Matches {@code table NAME { VALUE, … }}; a table of another kind has a word in the place of the
   * list.
   */
  private static final Pattern TABLE = Pattern.compile("table\\s+" + NAME + "\\s*\\{([^}]*)}");

  /** Matches what follows {@code for domain}: a list, the name of a table, or one domain. */
  private static final Pattern MATCH =
      Pattern.compile(
          "match\\s+(?:.*[^!\\s]\\s+)?for\\s+domain\\s*(?:\\{([^}]*)}|<\\s*"
              + NAME
              + "\\s*>|(\\S+))(.*)");

  private static final Pattern REJECTS = Pattern.compile("(?:.*\\s)?reject");

  private OpensmtpdDomains() {}

  /**
   * Returns the words that stand for domains, in the order of the file.
   *
   * @param text the text of smtpd.conf(5); empty for none
   */
  static List<String> in(String text) {
    Map<String, String> tables = new HashMap<>();
    List<String> words = new ArrayList<>();
    for (String line : lines(text)) {
      Matcher table = TABLE.matcher(line);
      Matcher match = MATCH.matcher(line);
      if (table.matches()) {
        tables.put(table.group(1), table.group(2));
      } else if (match.matches() && !REJECTS.matcher(match.group(4)).matches()) {
        words.addAll(words(listed(match, tables)));
      }
    }
    return words;
  }

  private static String listed(Matcher match, Map<String, String> tables) {
    if (match.group(2) != null) {
      return tables.getOrDefault(match.group(2), "");
    }
    return match.group(1) == null ? match.group(3) : match.group(1);
  }

  /**
   * Returns the words of a list. A table of pairs has the domain first: {@code "a.example" =
   * "value"}.
   */
  private static List<String> words(String list) {
    List<String> words = new ArrayList<>();
    for (String entry : list.split("[,\\n]", -1)) {
      String word = entry.split("=", 2)[0].strip();
      words.add(word.replaceAll("^\"|\"$", ""));
    }
    return words;
  }

  /** Joins lines that end with a backslash and lists over several lines, and removes comments. */
  private static List<String> lines(String text) {
    String whole = text.replaceAll("\\\\\\R", " ").replaceAll("(?m)#.*$", "");
    Matcher list = Pattern.compile("\\{[^}]*}").matcher(whole);
    return list.replaceAll(found -> Matcher.quoteReplacement(found.group().replaceAll("\\R", ",")))
        .lines()
        .map(String::strip)
        .toList();
  }
}
