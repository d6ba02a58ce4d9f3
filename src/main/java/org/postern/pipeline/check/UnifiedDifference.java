package org.postern.pipeline.check;

import java.util.ArrayList;
import java.util.List;
import org.postern.policy.PolicyText;

/**
 * Finds the lines that differ between two texts, with three lines around them, as {@code diff -u}
 * prints them (POSIX diff, option -u). Lines are told apart by all of their characters but the line
 * feed, so that a changed line ending shows.
 */
final class UnifiedDifference {
  private static final int CONTEXT = 3;

  /** The most cells, of four bytes each, of the table of common lines. */
  private static final long LARGEST_TABLE = 4_000_000;

  private final List<String> before;
  private final List<String> after;

  private UnifiedDifference(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** Returns the difference with its heading; no lines when there is none. */
  static List<String> of(PolicyText before, PolicyText after) {
    if (before.text().equals(after.text())) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    all.add("--- " + before.name());
    all.add("+++ " + after.name());
    all.addAll(new UnifiedDifference(lines(before.text()), lines(after.text())).hunks());
    return all;
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    String last = lines.removeLast();
    if (!last.isEmpty()) {
      lines.add(last + "\n\\ No newline at end of file");
    }
    return lines;
  }

  /** A line of the whole: the same in both, or in one alone. */
  private record Mark(char sign, String line) {}

  /**
   * Returns all lines with their marks. What is the same at both ends is set aside, as it is nearly
   * all; the rest is compared by the longest common subsequence, where that is not too large to be
   * worth it.
   */
  private List<Mark> marks() {
    int head = 0;
    while (head < Math.min(before.size(), after.size())
        && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(before.size(), after.size()) - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Mark> marks = new ArrayList<>();
    before.subList(0, head).forEach(line -> marks.add(new Mark(' ', line)));
    marks.addAll(
        middle(
            before.subList(head, before.size() - tail), after.subList(head, after.size() - tail)));
    before
        .subList(before.size() - tail, before.size())
        .forEach(line -> marks.add(new Mark(' ', line)));
    return marks;
  }

  private static List<Mark> middle(List<String> old, List<String> now) {
    List<Mark> marks = new ArrayList<>();
    boolean tooLarge = (long) (old.size() + 1) * (now.size() + 1) > LARGEST_TABLE;
    int[][] common = tooLarge ? new int[0][0] : common(old, now);
    int i = 0;
    int j = 0;
    while (!tooLarge && i < old.size() && j < now.size()) {
      if (old.get(i).equals(now.get(j))) {
        marks.add(new Mark(' ', old.get(i)));
        i++;
        j++;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        marks.add(new Mark('-', old.get(i)));
        i++;
      } else {
        marks.add(new Mark('+', now.get(j)));
        j++;
      }
    }
    old.subList(i, old.size()).forEach(line -> marks.add(new Mark('-', line)));
    now.subList(j, now.size()).forEach(line -> marks.add(new Mark('+', line)));
    return marks;
  }

  /** Returns how many lines two rests have in common, by where the rests start. */
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private List<String> hunks() {
    List<Mark> marks = marks();
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < marks.size()) {
      int change = nextChange(marks, at);
      if (change == marks.size()) {
        return lines;
      }
      int from = Math.max(at, change - CONTEXT);
      int to = end(marks, change);
      lines.add(heading(marks, from, to));
      marks
          .subList(from, to)
          .forEach(mark -> lines.addAll(List.of((mark.sign() + mark.line()).split("\n", -1))));
      at = to;
    }
    return lines;
  }

  private static int nextChange(List<Mark> marks, int from) {
    int at = from;
    while (at < marks.size() && marks.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** Returns the end of a part: changes that are near each other go into one. */
  private static int end(List<Mark> marks, int change) {
    int last = change;
    for (int at = change; at < marks.size() && at - last <= 2 * CONTEXT; at++) {
      last = marks.get(at).sign() == ' ' ? last : at;
    }
    return Math.min(marks.size(), last + 1 + CONTEXT);
  }

  private static String heading(List<Mark> marks, int from, int to) {
    return "@@ -%s +%s @@".formatted(range(marks, from, to, '+'), range(marks, from, to, '-'));
  }

  /** Returns where a part is in one of the two texts, the lines of the other left out. */
  private static String range(List<Mark> marks, int from, int to, char other) {
    long before = marks.subList(0, from).stream().filter(mark -> mark.sign() != other).count();
    long count = marks.subList(from, to).stream().filter(mark -> mark.sign() != other).count();
    long start = count == 0 ? before : before + 1;
    return count == 1 ? Long.toString(start) : start + "," + count;
  }
}
