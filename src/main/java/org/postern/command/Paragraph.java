package org.postern.command;

import java.util.ArrayList;
import java.util.List;

/** A sentence on several lines, none wider than a terminal mostly is. */
public final class Paragraph {
  private static final int WIDTH = 78;

  private Paragraph() {}

  /**
   * Returns the lines; what is too long for one stays whole on a line of its own.
   *
   * @param indent before the first line, and a little more before the others
   */
  public static List<String> of(String indent, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    int start = indent.length();
    for (String word : text.split(" ", -1)) {
      boolean first = line.length() == start;
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent).append("  ");
        start = line.length();
        first = true;
      }
      line.append(first ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
