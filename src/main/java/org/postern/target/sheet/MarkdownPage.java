package org.postern.target.sheet;

import java.util.List;
import java.util.stream.Collectors;

/** A page in Markdown (CommonMark, with tables). */
final class MarkdownPage {
  private static final String SPECIAL = "\\*_{}[]<>#|~$&";

  private MarkdownPage() {}

  static String of(Page page) {
    StringBuilder text = new StringBuilder("# ").append(inline(page.title())).append("\n");
    int number = 0;
    for (Page.Part part : page.parts()) {
      text.append('\n');
      switch (part) {
        case Page.Heading heading -> {
          if (heading.newSheet()) {
            text.append("---\n\n");
          }
          text.append("## ").append(inline(heading.text())).append('\n');
        }
        case Page.Paragraph paragraph -> text.append(paragraph(paragraph.text())).append('\n');
        case Page.Step step -> {
          number++;
          text.append(number).append(". ").append(inline(step.text())).append('\n');
        }
        case Page.Table table -> table(table, text);
      }
    }
    return text.toString();
  }

  /** A line that begins like one of a list is one. */
  private static String paragraph(String text) {
    return text.startsWith("- ") ? "- " + inline(text.substring(2)) : inline(text);
  }

  private static void table(Page.Table table, StringBuilder text) {
    row(table.columns(), text);
    row(table.columns().stream().map(_ -> "---").toList(), text);
    table.rows().forEach(row -> row(row.stream().map(MarkdownPage::escaped).toList(), text));
  }

  private static void row(List<String> cells, StringBuilder text) {
    text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |"))).append('\n');
  }

  /**
   * Escapes text: between back-quotes it is left as it is, elsewhere every character means itself.
   */
  private static String inline(String text) {
    StringBuilder out = new StringBuilder();
    boolean literal = false;
    for (String piece : text.split("`", -1)) {
      out.append(literal ? "`" + piece + "`" : escaped(piece));
      literal = !literal;
    }
    return out.toString();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      if (SPECIAL.indexOf(one) >= 0) {
        out.append('\\');
      }
      out.append(one < ' ' || one > '~' ? '?' : one);
    }
    return out.toString();
  }
}
