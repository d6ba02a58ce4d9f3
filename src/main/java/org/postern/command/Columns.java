package org.postern.command;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of short texts. A column is as wide as its widest text; numbers stand at its right.
 * Nothing is cut, so that what is copied from it is whole.
 */
public final class Columns {
  private static final String GAP = "  ";

  private final List<Boolean> right;
  private final List<Row> rows = new ArrayList<>();

  /** A row, and the lines that stand below it. */
  private record Row(Line.Style style, List<String> cells, List<Line> below) {}

  private Columns(List<Boolean> right) {
    this.right = right;
  }

  /**
   * Creates a table with these columns.
   *
   * @param headings the headings; a column whose heading begins with {@code >} has numbers
   */
  public static Columns of(String... headings) {
    List<String> cells = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    for (String heading : headings) {
      right.add(heading.startsWith(">"));
      cells.add(heading.replaceFirst("^>", ""));
    }
    Columns columns = new Columns(right);
    columns.rows.add(new Row(Line.Style.HEADING, cells, new ArrayList<>()));
    return columns;
  }

  /** Adds a row. */
  public void add(Line.Style style, String... cells) {
    rows.add(new Row(style, List.of(cells), new ArrayList<>()));
  }

  /** A sentence below the last row, on as many lines as it takes. */
  public void below(Line.Style style, String text) {
    Paragraph.of("  ", text).forEach(line -> rows.getLast().below().add(Line.of(style, line)));
  }

  /** Adds all rows to a reply. */
  public void addTo(Reply.Builder reply) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < right.size(); i++) {
      int column = i;
      widths.add(rows.stream().mapToInt(row -> row.cells().get(column).length()).max().orElse(0));
    }
    for (Row row : rows) {
      reply.line(row.style(), line(row, widths));
      row.below().forEach(line -> reply.line(line.style(), line.text()));
    }
  }

  private String line(Row row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.size(); i++) {
      String cell = row.cells().get(i);
      String padding = " ".repeat(widths.get(i) - cell.length());
      line.append(i == 0 ? "" : GAP).append(right.get(i) ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }
}
