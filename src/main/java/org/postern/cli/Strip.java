package org.postern.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a line for a terminal.
 *
 * @param text the text with escape sequences
 * @param width the number of columns that it takes
 */
record Strip(String text, int width) {
  static final Strip NOTHING = new Strip("", 0);

  /** Returns a strip of text without escapes. */
  static Strip plain(String text) {
    return new Strip(text, text.codePointCount(0, text.length()));
  }

  /** Returns a strip of text in colours, by its SGR parameters. */
  static Strip painted(String parameters, String text) {
    Strip plain = plain(text);
    return parameters.isEmpty()
        ? plain
        : new Strip("\u001b[" + parameters + "m" + text + "\u001b[0m", plain.width);
  }

  Strip with(Strip other) {
    return new Strip(text + other.text, width + other.width);
  }

  /** Returns a copy with blanks behind it, up to a width. */
  Strip padded(int columns) {
    int lacking = Math.max(0, columns - width);
    return new Strip(text + " ".repeat(lacking), width + lacking);
  }

  /** Returns a text, cut to a number of columns. */
  static String clipped(String text, int columns) {
    return text.codePointCount(0, text.length()) <= columns
        ? text
        : text.substring(0, text.offsetByCodePoints(0, columns));
  }

  /** Returns the words of a text on lines of at most some columns; a longer word is cut. */
  static List<String> folded(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String whole = clipped(word, columns);
      if (!line.isEmpty() && line.length() + 1 + whole.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(whole);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns pieces on lines of at most some columns, two blanks between them. */
  static List<String> flowed(List<Strip> parts, int columns) {
    List<String> lines = new ArrayList<>();
    Strip line = NOTHING;
    for (Strip part : parts) {
      boolean fits = line.width + 2 + part.width <= columns;
      if (line.width > 0 && !fits) {
        lines.add(line.text);
        line = NOTHING;
      }
      line = line.width == 0 ? part : line.with(plain("  ")).with(part);
    }
    lines.add(line.text);
    return lines;
  }
}
