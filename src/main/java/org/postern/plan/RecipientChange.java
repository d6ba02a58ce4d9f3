package org.postern.plan;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The change in the domains that a rule of mail judges.
 *
 * @param joined domains that it judges from now on
 * @param left domains that it judges no more
 */
public record RecipientChange(SortedSet<String> joined, SortedSet<String> left) {
  /** The most domains that are named; the rest is counted. */
  private static final int NAMED = 8;

  public RecipientChange {
    joined = Collections.unmodifiableSortedSet(new TreeSet<>(joined));
    left = Collections.unmodifiableSortedSet(new TreeSet<>(left));
  }

  /** Returns the change from one to the other, by the domains that they name. */
  public static RecipientChange between(Recipients before, Recipients after) {
    SortedSet<String> joined = new TreeSet<>(after.judged());
    joined.removeAll(before.judged());
    SortedSet<String> left = new TreeSet<>(before.judged());
    left.removeAll(after.judged());
    return new RecipientChange(joined, left);
  }

  /** Tells whether both name the same domains. */
  public boolean isEmpty() {
    return joined.isEmpty() && left.isEmpty();
  }

  /** Returns {@code +1 a.example, -2 b.example, c.example}; many are counted. */
  String text() {
    return "%s%s%s"
        .formatted(
            words("+", joined), joined.isEmpty() || left.isEmpty() ? "" : ", ", words("-", left));
  }

  private static String words(String sign, SortedSet<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    return sign
        + names.size()
        + " "
        + names.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : "");
  }
}
