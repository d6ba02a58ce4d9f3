package org.postern.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.command.Line;
import org.postern.diagnostic.Visible;
import org.postern.picture.Cell;
import org.postern.picture.Picture;
import org.postern.picture.View;

/**
 * Draws pictures as lines of a terminal, none wider than the canvas. One picture is as large as the
 * canvas allows, with the list of its blocks beside it or below; several are small and side by
 * side.
 */
public final class PictureDrawing {
  /** A map of more dots is a poster. */
  private static final int LARGEST = 6;

  /** Orders of several pictures; below the lower one nothing is made out any more. */
  private static final int LARGEST_OF_SEVERAL = 5;

  private static final int SMALLEST_OF_SEVERAL = 4;

  /**
   * The most pictures beside each other: before, after and difference, if there is room for that.
   */
  private static final int ABREAST = 3;

  /** The lines that are kept for the title, the legend and the prompt. */
  private static final int AROUND = 6;

  private static final int LISTED = 10;
  private static final int LISTED_OF_SEVERAL = 4;

  /** A list of fewer columns is better below. */
  private static final int NARROWEST_LIST = 34;

  private static final Strip GAP = Strip.plain("  ");

  private final Canvas canvas;
  private final Palette palette;

  public PictureDrawing(Canvas canvas, Palette palette) {
    this.canvas = canvas;
    this.palette = palette;
  }

  /** Returns the lines, with the escapes of the terminal where it has colours. */
  public List<String> lines(List<Picture> pictures) {
    return switch (pictures.size()) {
      case 0 -> List.of();
      case 1 -> one(pictures.getFirst());
      default -> several(pictures);
    };
  }

  private List<String> one(Picture picture) {
    Tile tile = tile(picture, largest(LARGEST, 1));
    List<Strip> map = tile.lines();
    BlockList blocks = new BlockList(picture, tile);
    List<String> lines = new ArrayList<>(title(picture, canvas.columns()));
    int width = map.getFirst().width();
    int room = canvas.columns() - width - GAP.width();
    boolean beside = room >= NARROWEST_LIST;
    List<String> list = beside ? blocks.lines(map.size() - 1, room) : List.of();
    for (int row = 0; row < map.size(); row++) {
      boolean listed = row > 0 && row <= list.size();
      Strip text = listed ? GAP.with(Strip.plain(list.get(row - 1))) : Strip.NOTHING;
      lines.add(map.get(row).with(text).text().stripTrailing());
    }
    lines.addAll(legend(List.of(tile.grid().view()), tile.grid().kinds()));
    if (!beside) {
      lines.addAll(blocks.lines(LISTED, canvas.columns()));
    }
    return lines;
  }

  private List<String> several(List<Picture> pictures) {
    int order = orderOfSeveral(Math.min(ABREAST, pictures.size()));
    int width = Tile.width(canvas, order);
    int abreast = Math.max(1, (canvas.columns() + GAP.width()) / (width + GAP.width()));
    List<Tile> tiles = pictures.stream().map(picture -> tile(picture, order)).toList();
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < tiles.size(); from += abreast) {
      int to = Math.min(tiles.size(), from + abreast);
      lines.addAll(abreast(pictures.subList(from, to), tiles.subList(from, to), width));
      lines.add("");
    }
    Set<Cell> kinds = EnumSet.noneOf(Cell.class);
    tiles.forEach(tile -> kinds.addAll(tile.grid().kinds()));
    lines.addAll(legend(tiles.stream().map(tile -> tile.grid().view()).toList(), kinds));
    for (int i = 0; i < tiles.size(); i++) {
      BlockList blocks = new BlockList(pictures.get(i), tiles.get(i));
      if (!blocks.isEmpty()) {
        lines.add("");
        lines.addAll(title(pictures.get(i), canvas.columns()));
        lines.addAll(blocks.lines(LISTED_OF_SEVERAL, canvas.columns()));
      }
    }
    return lines;
  }

  private int orderOfSeveral(int abreast) {
    int order = largest(LARGEST_OF_SEVERAL, abreast);
    return order >= SMALLEST_OF_SEVERAL ? order : largest(SMALLEST_OF_SEVERAL, 1);
  }

  /** Returns the highest order at which that many fit beside each other. */
  private int largest(int highest, int abreast) {
    int order = highest;
    while (order > 1 && !fits(order, abreast)) {
      order--;
    }
    return order;
  }

  private boolean fits(int order, int abreast) {
    int width = abreast * (Tile.width(canvas, order) + GAP.width()) - GAP.width();
    return width <= canvas.columns() && Tile.height(canvas, order) <= canvas.rows() - AROUND;
  }

  private Tile tile(Picture picture, int order) {
    return new Tile(canvas, palette, picture, order);
  }

  private List<String> title(Picture picture, int columns) {
    return Strip.folded(Visible.text(picture.title()), columns).stream()
        .map(line -> palette.paint(Line.Style.HEADING, line))
        .toList();
  }

  private List<String> abreast(List<Picture> pictures, List<Tile> tiles, int width) {
    List<List<Strip>> columns = new ArrayList<>();
    int heading = pictures.stream().mapToInt(one -> folded(one, width).size()).max().orElse(0);
    for (int i = 0; i < tiles.size(); i++) {
      List<Strip> column = new ArrayList<>();
      for (String line : folded(pictures.get(i), width)) {
        column.add(new Strip(palette.paint(Line.Style.HEADING, line), line.length()));
      }
      column.addAll(Collections.nCopies(heading - column.size(), Strip.NOTHING));
      column.addAll(tiles.get(i).lines());
      columns.add(column);
    }
    List<String> lines = new ArrayList<>();
    int height = columns.stream().mapToInt(List::size).max().orElse(0);
    for (int row = 0; row < height; row++) {
      lines.add(row(columns, row, width));
    }
    return lines;
  }

  private static List<String> folded(Picture picture, int width) {
    return Strip.folded(Visible.text(picture.title()), width);
  }

  private static String row(List<List<Strip>> columns, int row, int width) {
    Strip line = Strip.NOTHING;
    for (int i = 0; i < columns.size(); i++) {
      List<Strip> column = columns.get(i);
      Strip part = row < column.size() ? column.get(row) : Strip.NOTHING;
      boolean last = i == columns.size() - 1;
      line = line.with(last ? part : part.padded(width).with(GAP));
    }
    return line.text().stripTrailing();
  }

  private List<String> legend(List<View> views, Set<Cell> kinds) {
    List<Strip> parts = new ArrayList<>();
    List<String> sizes = views.stream().map(PictureDrawing::size).distinct().toList();
    if (sizes.size() == 1) {
      parts.add(Strip.plain("each cell " + sizes.getFirst() + ":"));
    }
    List<Strip> changes = new ArrayList<>(List.of(Strip.plain("difference:")));
    boolean both = kinds.stream().anyMatch(Cell::isChange) && kinds.stream().anyMatch(Cell::isHeld);
    for (Cell kind : kinds) {
      Strip sample = Tile.sample(canvas, kind);
      String text = Strip.clipped(" " + kind.text(), canvas.columns() - sample.width());
      (both && kind.isChange() ? changes : parts).add(sample.with(Strip.plain(text)));
    }
    List<String> lines = Strip.flowed(parts, canvas.columns());
    if (both) {
      lines.addAll(Strip.flowed(changes, canvas.columns()));
    }
    return lines;
  }

  private static String size(View view) {
    int length = view.cellLength();
    return length == view.prefix().family().bits() ? "an address" : "a /" + length;
  }
}
