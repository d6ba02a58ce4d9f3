package org.postern.target.sheet;

import java.util.List;

/**
 * A page to print, independent of its file format. In its texts, literal values stand between
 * backquotes.
 *
 * @param title the title at the top
 * @param parts the parts in their order; steps are numbered consecutively
 */
record Page(String title, List<Part> parts) {
  Page {
    parts = List.copyOf(parts);
  }

  /** A piece of a page. */
  sealed interface Part {}

  /** A heading, which may begin a new sheet of paper. */
  record Heading(String text, boolean newSheet) implements Part {}

  /** A paragraph of facts. */
  record Paragraph(String text) implements Part {}

  /** A step that the person carries out. */
  record Step(String text) implements Part {}

  /** A table of values to type, below the step they belong to. */
  record Table(List<String> columns, List<List<String>> rows) implements Part {
    Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** Returns text from outside between backquotes. */
  static String literal(String text) {
    return "`" + fit(text) + "`";
  }

  /** Returns text from outside, made fit to stand between backquotes in one line of ASCII. */
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
