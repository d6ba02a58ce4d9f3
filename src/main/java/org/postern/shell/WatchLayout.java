package org.postern.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.Line;

/**
 * Fits sections into the rows of a screen: each gets its least number of rows, and the first ones
 * get the rows that are left.
 */
final class WatchLayout {
  /** The least number of rows of a section: a title and two lines. */
  private static final int LEAST = 3;

  private WatchLayout() {}

  /**
   * Returns all lines of the screen.
   *
   * @param rows the number of rows of the screen
   */
  static List<Line> fit(Line head, List<WatchView.Section> sections, Line foot, int rows) {
    int free = Math.max(0, rows - 2);
    int[] shares = shares(sections, free);
    List<Line> lines = new ArrayList<>();
    lines.add(head);
    for (int i = 0; i < sections.size(); i++) {
      lines.addAll(part(sections.get(i), shares[i]));
    }
    lines.add(foot);
    return lines;
  }

  private static int[] shares(List<WatchView.Section> sections, int free) {
    int[] shares = new int[sections.size()];
    int left = free;
    for (int i = 0; i < shares.length; i++) {
      int share = Math.min(LEAST, sections.get(i).lines().size() + 1);
      shares[i] = share <= left ? share : 0;
      left -= shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        int more = Math.min(left, sections.get(i).lines().size() + 1 - shares[i]);
        shares[i] += more;
        left -= more;
      }
    }
    return shares;
  }

  /**
   * Returns the lines of a section, among them the chosen one; the title says how many of them are
   * shown when not all are.
   */
  private static List<Line> part(WatchView.Section section, int share) {
    if (share == 0) {
      return List.of();
    }
    List<Line> all = section.lines();
    int shown = share - 1;
    int from = all.size() <= shown ? 0 : Math.max(0, chosen(all).orElse(0) - shown + 1);
    List<Line> lines = new ArrayList<>();
    String count = all.size() > shown ? " (%d of %d)".formatted(shown, all.size()) : "";
    lines.add(Line.of(Line.Style.ASIDE, section.title() + count));
    lines.addAll(all.subList(from, Math.min(all.size(), from + shown)));
    return lines;
  }

  private static Optional<Integer> chosen(List<Line> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).text().startsWith("> ")) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
