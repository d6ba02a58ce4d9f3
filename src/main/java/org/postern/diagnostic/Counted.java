package org.postern.diagnostic;

import java.math.BigInteger;
import java.util.Locale;

/** Writes numbers with their nouns and verbs, the same in every locale. */
public final class Counted {
  private Counted() {}

  /** Returns {@code 1 rule}, {@code 2000 rules}. */
  public static String of(long number, String noun) {
    return number + " " + noun(number, noun);
  }

  /** Returns a number with separators, such as {@code 2,000}. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns a number with its noun, such as {@code 1 rule} or {@code 2,000 rules}. */
  public static String grouped(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s", number, noun(number, noun));
  }

  /** Returns {@code 1 address}, {@code 2 addresses}, however many there are. */
  public static String of(BigInteger number, String noun) {
    return number + " " + (number.equals(BigInteger.ONE) ? noun : plural(noun));
  }

  /** Returns {@code 1 address}, {@code 2,000 addresses}, however many there are. */
  public static String grouped(BigInteger number, String noun) {
    return String.format(
        Locale.ROOT, "%,d %s", number, number.equals(BigInteger.ONE) ? noun : plural(noun));
  }

  /** Returns the noun in the number that is meant; of several words the last one. */
  public static String noun(long number, String noun) {
    return one(number, noun, plural(noun));
  }

  /** Returns one word for one, the other for none and for several. */
  public static String one(long number, String one, String several) {
    return number == 1 ? one : several;
  }

  private static String plural(String noun) {
    boolean isConsonantY = noun.matches(".*[^aeiou]y");
    if (isConsonantY) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun + (noun.matches(".*(s|x|z|ch|sh)") ? "es" : "s");
  }
}
