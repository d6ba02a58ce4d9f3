package org.postern.policy.parse.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How words of the user are quoted, and which known word one was probably meant to be. */
public final class Words {
  private static final int LONGEST_QUOTED = 60;

  private Words() {}

  /** Returns the word in quotes, cut if it is very long. */
  public static String quoted(String word) {
    return '"' + clip(word) + '"';
  }

  /** Returns the text, cut if it is very long. */
  public static String clip(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_QUOTED
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTED)) + "...";
  }

  /** A large number, the same in every locale. */
  public static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns words as {@code a, b or c}. */
  public static String oneOf(Collection<String> words) {
    String joined = String.join(", ", words);
    int last = joined.lastIndexOf(", ");
    return last < 0 ? joined : joined.substring(0, last) + " or " + joined.substring(last + 2);
  }

  /** Returns the words as a list, of many the first dozen. */
  public static String listed(Collection<String> words) {
    String shown = words.stream().limit(12).collect(Collectors.joining(", "));
    return words.size() > 12 ? shown + " and more" : shown;
  }

  /** Returns the known word that differs in few enough letters, the nearest first. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST_QUOTED) {
      return Optional.empty();
    }
    String plain = plain(word);
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= allowed(word, candidate))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(plain, plain(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int allowed(String word, String candidate) {
    return Math.max(1, Math.min(word.length(), candidate.length()) / 3);
  }

  private static String plain(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the number of insertions, deletions, replacements and swaps of neighbours that turn one
   * into the other.
   */
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
