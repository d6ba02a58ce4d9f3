package org.postern.target.sheet;

import java.util.List;

/**
 * A page to print, whatever it is written in. Texts have literal values between back-quotes.
 *
 * @param title on top
 * @param parts in their order; steps are numbered through
 */
record Page(String title, List<Part> parts) {
  Page {
    parts = List.copyOf(parts);
  }

  /** A piece of a page. */
  sealed interface Part {}

  /** A heading; on a new sheet of paper where it says so. */
  record Heading(String text, boolean newSheet) implements Part {}

  /** Something to know. */
  record Paragraph(String text) implements Part {}

  /** Something to do. */
  record Step(String text) implements Part {}

  /** Values to type, below the step they belong to. */
  record Table(List<String> columns, List<List<String>> rows) implements Part {
    Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** Text of others between back-quotes. */
  static String literal(String text) {
    return "`" + fit(text) + "`";
  }

  /** Text of others, fit to stand between back-quotes in one line of ASCII. */
  static String fit(String text) {
    StringBuilder fit = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (point == '`') {
                fit.append('\'');
              } else if (point >= ' ' && point < 0x7F) {
                fit.appendCodePoint(point);
              } else {
                fit.append("\\u{%x}".formatted(point));
              }
            });
    return fit.toString();
  }
}
