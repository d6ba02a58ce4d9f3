package org.postern.diagnostic;

/**
 * Numbers with their nouns. What is counted has one word each, everywhere: <i>entries</i> are what
 * a source publishes, before they are merged; <i>prefixes</i> are what sets and rules hold of them;
 * <i>addresses</i> are single addresses.
 */
public final class Count {
  private Count() {}

  /** {@code 1 rule}, {@code 2 rules}, {@code 0 prefixes}. */
  public static String of(long number, String noun) {
    return number + " " + noun(number, noun);
  }

  /**
   * With a verb: {@code 1 entry is}, {@code 2 entries are}.
   *
   * @param one the verb of one
   * @param several the verb of none and of several
   */
  public static String of(long number, String noun, String one, String several) {
    return of(number, noun) + " " + (number == 1 ? one : several);
  }

  /** The noun alone, where the number stands elsewhere. */
  public static String noun(long number, String noun) {
    return number == 1 ? noun : plural(noun);
  }

  private static String plural(String noun) {
    if (noun.endsWith("y")) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun + (noun.endsWith("x") || noun.endsWith("s") ? "es" : "s");
  }

  /** {@code 1 entry}, {@code 2 entries}. */
  public static String entries(long number) {
    return of(number, "entry");
  }

  /** {@code 1 prefix}, {@code 2 prefixes}. */
  public static String prefixes(long number) {
    return of(number, "prefix");
  }
}
