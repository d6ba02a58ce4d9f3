package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.Prefix;
import org.postern.command.Line;
import org.postern.picture.Area;
import org.postern.picture.Cell;
import org.postern.picture.Grid;
import org.postern.picture.Picture;

/**
 * The cells of a picture as lines of text, with letters above and numbers beside them, as on a
 * chessboard. With colours and Unicode a character is two cells, one above the other (U+2580, upper
 * half block); otherwise a cell is a letter and a blank. Either is about a square.
 */
final class Tile {
  private static final String UPPER_HALF = "\u2580";
  private static final int SQUARES = 8;

  /** The largest side of a cell in dots, for a picture of few cells. */
  private static final int LARGEST = 4;

  private final Canvas canvas;
  private final Palette palette;
  private final Grid grid;
  private final int scale;
  private final int squares;

  /** Makes a tile of at most {@code 2^order} dots a side. */
  Tile(Canvas canvas, Palette palette, Picture picture, int order) {
    this.canvas = canvas;
    this.palette = palette;
    this.grid = picture.grid(order);
    this.scale = Math.min(LARGEST, (1 << order) / grid.side());
    this.squares = Math.min(SQUARES, Math.min(grid.side(), rows()));
  }

  /** The number of columns that the numbers take. */
  static final int MARGIN = 2;

  private static boolean isHalved(Canvas canvas) {
    return canvas.unicode() && canvas.depth() != Canvas.Depth.NONE;
  }

  /** Returns the most columns that a tile has. */
  static int width(Canvas canvas, int order) {
    return MARGIN + (isHalved(canvas) ? 1 << order : 2 << order);
  }

  /** Returns the most lines that a tile has. */
  static int height(Canvas canvas, int order) {
    return 1 + (isHalved(canvas) ? (1 << order) / 2 : 1 << order);
  }

  Grid grid() {
    return grid;
  }

  private int dots() {
    return grid.side() * scale;
  }

  private int rows() {
    return isHalved(canvas) ? dots() / 2 : dots();
  }

  private int columns() {
    return isHalved(canvas) ? dots() : 2 * dots();
  }

  /** Returns the lines, all of one width. */
  List<Strip> lines() {
    List<Strip> lines = new ArrayList<>();
    lines.add(faint(letters()).padded(MARGIN + columns()));
    for (int row = 0; row < rows(); row++) {
      lines.add(faint(number(row)).padded(MARGIN).with(isHalved(canvas) ? halves(row) : row(row)));
    }
    return lines;
  }

  private Strip faint(String text) {
    return text.isEmpty()
        ? Strip.NOTHING
        : new Strip(palette.paint(Line.Style.ASIDE, text), text.length());
  }

  private String letters() {
    StringBuilder line = new StringBuilder(" ".repeat(MARGIN + columns()));
    for (int square = 0; square < squares; square++) {
      int middle = (2 * square + 1) * columns() / (2 * squares);
      line.setCharAt(MARGIN + middle, (char) ('a' + square));
    }
    return line.toString().stripTrailing();
  }

  private String number(int row) {
    int square = row * squares / rows();
    int middle = (2 * square + 1) * rows() / (2 * squares);
    return row == middle ? String.valueOf(square + 1) : "";
  }

  private Cell dot(int x, int y) {
    return grid.at(x / scale, y / scale);
  }

  /** Returns a row of half blocks; equal neighbours share one escape sequence. */
  private Strip halves(int row) {
    Strip line = Strip.NOTHING;
    int from = 0;
    for (int x = 1; x <= dots(); x++) {
      Cell upper = dot(from, 2 * row);
      Cell lower = dot(from, 2 * row + 1);
      if (x == dots() || dot(x, 2 * row) != upper || dot(x, 2 * row + 1) != lower) {
        line = line.with(half(upper, lower, x - from));
        from = x;
      }
    }
    return line;
  }

  private Strip half(Cell upper, Cell lower, int count) {
    String behind = Ink.of(lower).background(canvas.depth());
    return upper == lower
        ? Strip.painted(behind, " ".repeat(count))
        : Strip.painted(
            Ink.of(upper).foreground(canvas.depth()) + ";" + behind, UPPER_HALF.repeat(count));
  }

  private Strip row(int row) {
    Strip line = Strip.NOTHING;
    int from = 0;
    for (int x = 1; x <= dots(); x++) {
      Cell cell = dot(from, row);
      if (x == dots() || dot(x, row) != cell) {
        Ink ink = Ink.of(cell);
        String letters = (ink.letter() + " ").repeat(x - from);
        line = line.with(Strip.painted(ink.foreground(canvas.depth()), letters));
        from = x;
      }
    }
    return line;
  }

  /** Returns the sample of a kind of cell in the legend. */
  static Strip sample(Canvas canvas, Cell cell) {
    Ink ink = Ink.of(cell);
    if (isHalved(canvas)) {
      return Strip.painted(ink.background(canvas.depth()), "  ");
    }
    String letter = ink.letter() == ' ' ? "(blank)" : String.valueOf(ink.letter());
    return Strip.painted(ink.foreground(canvas.depth()), letter);
  }

  /** Returns the square that holds a prefix, {@code c5}, or the first and the last of several. */
  String square(Prefix prefix) {
    Area area = grid.view().area(prefix);
    String first = name(area.x(), area.y());
    String last = name(area.x() + area.width() - 1, area.y() + area.height() - 1);
    return first.equals(last) ? first : first + "-" + last;
  }

  private String name(int x, int y) {
    return (char) ('a' + x * squares / grid.side()) + String.valueOf(y * squares / grid.side() + 1);
  }
}
