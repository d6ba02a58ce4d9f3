package org.postern.command;

/** Numbers with their nouns. */
final class Count {
  private Count() {}

  /** {@code 1 rule}, {@code 2 rules}. */
  static String of(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : noun.endsWith("x") ? "es" : "s");
  }

  /** {@code 1 entry}, {@code 2 entries}. */
  static String entries(long number) {
    return number + (number == 1 ? " entry" : " entries");
  }
}
