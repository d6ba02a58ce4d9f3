package org.postern.target.sheet;

import java.util.List;

/** Writes a page as HTML without external resources, fit to be printed. */
final class HtmlPage {
  private static final String STYLE =
      "body{font:11pt sans-serif;max-width:46em;margin:2em auto}"
          + "table{border-collapse:collapse;margin:.5em 0 1em 2em}"
          + "td,th{border:1px solid #888;padding:.15em .6em;text-align:left}"
          + "thead{display:table-header-group}tr{break-inside:avoid}"
          + ".sheet{break-before:page}p.step{padding-left:2em;text-indent:-2em}";

  private HtmlPage() {}

  static String of(Page page) {
    StringBuilder text =
        new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n")
            .append("<meta charset=\"utf-8\">\n")
            .append("<meta http-equiv=\"Content-Security-Policy\"")
            .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
            .append(escaped(page.title().replace("`", "")))
            .append("</title>\n<style>")
            .append(STYLE)
            .append("</style>\n</head>\n<body>\n<h1>")
            .append(inline(page.title()))
            .append("</h1>\n");
    int number = 0;
    for (Page.Part part : page.parts()) {
      switch (part) {
        case Page.Heading heading ->
            text.append(heading.newSheet() ? "<h2 class=\"sheet\">" : "<h2>")
                .append(inline(heading.text()))
                .append("</h2>\n");
        case Page.Paragraph paragraph ->
            text.append("<p>").append(inline(paragraph.text())).append("</p>\n");
        case Page.Step step -> {
          number++;
          text.append("<p class=\"step\"><b>%d.</b> ".formatted(number))
              .append(inline(step.text()))
              .append("</p>\n");
        }
        case Page.Table table -> table(table, text);
      }
    }
    return text.append("</body>\n</html>\n").toString();
  }

  private static void table(Page.Table table, StringBuilder text) {
    text.append("<table>\n<thead>");
    row(table.columns(), "th", text);
    text.append("</thead>\n<tbody>\n");
    table.rows().forEach(row -> row(row, "td", text));
    text.append("</tbody>\n</table>\n");
  }

  private static void row(List<String> cells, String tag, StringBuilder text) {
    text.append("<tr>");
    for (String cell : cells) {
      text.append("<%s>%s</%s>".formatted(tag, escaped(cell), tag));
    }
    text.append("</tr>\n");
  }

  private static String inline(String text) {
    StringBuilder out = new StringBuilder();
    boolean literal = false;
    for (String piece : text.split("`", -1)) {
      out.append(literal ? "<code>" + escaped(piece) + "</code>" : escaped(piece));
      literal = !literal;
    }
    return out.toString();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      switch (one) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(one < ' ' || one > '~' ? '?' : one);
      }
    }
    return out.toString();
  }
}
