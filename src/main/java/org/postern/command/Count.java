package org.postern.command;

import java.util.Locale;

/** Numbers with their nouns: a number that is told without its noun is nobody's. */
final class Count {
  private Count() {}

  /** {@code 1 rule}, {@code 2 rules}, {@code 1,000 entries}. */
  static String of(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : plural(noun));
  }

  /** {@code 1 entry is}, {@code 2 entries are}. */
  static String are(long number, String noun) {
    return of(number, noun) + (number == 1 ? " is" : " are");
  }

  /** What several of them are called. */
  static String plural(String noun) {
    if (noun.endsWith("y")) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun + (noun.endsWith("x") || noun.endsWith("s") ? "es" : "s");
  }

  /** {@code 1 entry}, {@code 2 entries}. */
  static String entries(long number) {
    return of(number, "entry");
  }

  /** {@code 1 prefix}, {@code 2 prefixes}. */
  static String prefixes(long number) {
    return of(number, "prefix");
  }
}
