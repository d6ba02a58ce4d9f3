package org.postern.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postern.command.Line;

/**
 * Rows of a live view, fitted in columns to any width: the columns of the highest rank are left out
 * where all do not fit even when shortened, then the widest ones are shortened. Widths are columns
 * of a terminal, of which some characters take two.
 */
final class WatchTable {
  private static final int GAP = 2;

  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  WatchTable(Column... columns) {
    this.columns = List.of(columns);
  }

  /** How a cell is aligned and shortened. */
  enum Kind {
    /** A name, left-aligned and shortened in the middle: both ends of it are informative. */
    NAME,
    /** A text, left-aligned and shortened at the end. */
    TEXT,
    /** A number, right-aligned and never shortened. */
    NUMBER
  }

  /**
   * A column.
   *
   * @param least the width to which it may be shortened
   * @param rank 0 for a column that is always shown; the highest rank is left out first
   */
  record Column(Kind kind, int least, int rank) {
    static Column name(int least, int rank) {
      return new Column(Kind.NAME, least, rank);
    }

    static Column text(int least, int rank) {
      return new Column(Kind.TEXT, least, rank);
    }

    /** A column of text that is of no use when shortened, such as a time. */
    static Column fixed(int rank) {
      return new Column(Kind.TEXT, Integer.MAX_VALUE, rank);
    }

    static Column number(int rank) {
      return new Column(Kind.NUMBER, Integer.MAX_VALUE, rank);
    }
  }

  private record Row(Line.Style style, List<String> cells) {}

  /** Adds a row. A column with only empty cells is left out. */
  void add(Line.Style style, String... cells) {
    rows.add(new Row(style, List.of(cells)));
  }

  /** Returns the rows, each at most {@code width} wide. */
  List<Line> lines(int width) {
    int[] widths = fitted(width);
    return rows.stream().map(row -> Line.of(row.style(), line(row, widths, width))).toList();
  }

  /** Returns the width of each column; 0 for one that is left out. */
  private int[] fitted(int width) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          rows.stream().mapToInt(row -> Cells.width(row.cells().get(column))).max().orElse(0);
    }
    Optional<Integer> spare = leftOut(widths, width);
    while (spare.isPresent()) {
      widths[spare.get()] = 0;
      spare = leftOut(widths, width);
    }
    Optional<Integer> wide = longest(widths, width);
    while (wide.isPresent()) {
      widths[wide.get()]--;
      wide = longest(widths, width);
    }
    return widths;
  }

  /** Returns the column of the highest rank while all are too wide even when shortened. */
  private Optional<Integer> leftOut(int[] widths, int width) {
    int[] shortest = new int[widths.length];
    for (int i = 0; i < widths.length; i++) {
      shortest[i] = Math.min(widths[i], columns.get(i).least());
    }
    return total(shortest) <= width
        ? Optional.empty()
        : indices(widths)
            .filter(i -> columns.get(i).rank() > 0)
            .max(Comparator.comparingInt(i -> columns.get(i).rank()));
  }

  /** Returns the widest column that may still be shortened, while all together are too wide. */
  private Optional<Integer> longest(int[] widths, int width) {
    return total(widths) <= width
        ? Optional.empty()
        : indices(widths)
            .filter(i -> widths[i] > columns.get(i).least())
            .max(Comparator.comparingInt(i -> widths[i]));
  }

  private static Stream<Integer> indices(int[] widths) {
    return IntStream.range(0, widths.length).filter(i -> widths[i] > 0).boxed();
  }

  private static int total(int[] widths) {
    int shown = (int) Arrays.stream(widths).filter(one -> one > 0).count();
    return Arrays.stream(widths).sum() + GAP * Math.max(0, shown - 1);
  }

  private String line(Row row, int[] widths, int width) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        line.append(line.isEmpty() ? "" : " ".repeat(GAP));
        line.append(cell(row.cells().get(i), columns.get(i).kind(), widths[i]));
      }
    }
    return Cells.cut(line.toString().stripTrailing(), width);
  }

  private static String cell(String text, Kind kind, int width) {
    return switch (kind) {
      case NAME -> Cells.padded(Cells.shortened(text, width), width);
      case TEXT -> Cells.padded(Cells.cut(text, width), width);
      case NUMBER -> " ".repeat(Math.max(0, width - Cells.width(text))) + text;
    };
  }
}
