package org.postern.page;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.page.html.Attribute;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;
import org.postern.page.html.Words;
import org.postern.picture.Area;
import org.postern.picture.Cell;
import org.postern.picture.ChangeRaster;
import org.postern.picture.Hilbert;
import org.postern.picture.Raster;
import org.postern.picture.View;

/**
 * Draws a raster as an SVG. Each kind of cell has a shape of its own, so that nothing hangs on
 * colours, and is one path, so that the picture stays small however much is in it.
 */
final class HilbertMap {
  /** The side of a cell, in units of the SVG. */
  private static final int UNIT = 16;

  private final View view;
  private final IntFunction<Cell> cells;

  private HilbertMap(View view, IntFunction<Cell> cells) {
    this.view = view;
    this.cells = cells;
  }

  static HilbertMap of(Raster raster) {
    return new HilbertMap(raster.view(), raster::cell);
  }

  static HilbertMap of(ChangeRaster raster) {
    return new HilbertMap(raster.view(), raster::cell);
  }

  /** Returns the prefix length of a cell. */
  int cellLength() {
    return view.cellLength();
  }

  /**
   * Writes the map.
   *
   * @param id an id that no other map has
   * @param title the title, which says what the map shows
   */
  void write(String id, String title, Html html) {
    int side = view.side() * UNIT;
    html.open(
            Tag.SVG,
            Attribute.of("viewBox", "0 0 %d %d".formatted(side, side)),
            Attribute.kind("map"),
            Attribute.of("role", "img"),
            Attribute.of("aria-labelledby", id))
        .line()
        .leaf(Tag.TITLE, title, Attribute.id(id))
        .line();
    grid(html);
    Map<Cell, StringBuilder> paths = new EnumMap<>(Cell.class);
    Set<Prefix> regions = new TreeSet<>((a, b) -> a.base().compareTo(b.base()));
    for (int cell = 0; cell < view.cells(); cell++) {
      Cell kind = cells.apply(cell);
      if (isDrawn(kind)) {
        Hilbert.Point point = view.hilbert().point(cell);
        draw(kind, point, paths.computeIfAbsent(kind, key -> new StringBuilder()));
        regions.add(region(cell));
      }
    }
    regions.forEach(region -> name(region, html));
    paths.forEach(
        (kind, path) ->
            html.empty(Tag.PATH, Attribute.kind(Words.of(kind)), Attribute.of("d", path.toString()))
                .line());
    html.close(Tag.SVG).line();
  }

  private static boolean isDrawn(Cell kind) {
    return kind != Cell.EMPTY && kind != Cell.SPECIAL;
  }

  /** Returns the prefix of a square of the grid: a /8 of all IPv4. */
  private Prefix region(int cell) {
    int length = Math.min(view.cellLength(), view.prefix().length() + 8);
    return Prefix.containing(view.block(cell).base(), length);
  }

  private void grid(Html html) {
    int parts = Math.min(16, view.side());
    int step = view.side() / parts * UNIT;
    StringBuilder path = new StringBuilder();
    for (int i = 1; i < parts; i++) {
      path.append("M%d 0V%d".formatted(i * step, view.side() * UNIT));
      path.append("M0 %dH%d".formatted(i * step, view.side() * UNIT));
    }
    html.empty(Tag.PATH, Attribute.kind("grid"), Attribute.of("d", path.toString())).line();
  }

  /**
   * Draws a cell. Shapes differ as much as colours do: a reader who sees no colours learns the
   * same.
   */
  private static void draw(Cell kind, Hilbert.Point point, StringBuilder path) {
    int x = point.x() * UNIT;
    int y = point.y() * UNIT;
    switch (kind) {
      case EMPTY, SPECIAL -> {
        // Nothing to draw.
      }
      case TRACE, KEPT -> path.append("M%d %dh6v6h-6z".formatted(x + 5, y + 5));
      case PART -> path.append("M%d %dh10v10h-10z".formatted(x + 3, y + 3));
      case FULL -> path.append("M%d %dh16v16h-16z".formatted(x, y));
      case ADDED -> path.append("M%d %dl8 14h-16z".formatted(x + 8, y + 1));
      case REMOVED ->
          path.append("M%d %dh14v14h-14zM%d %dv8h8v-8z".formatted(x + 1, y + 1, x + 4, y + 4));
      case MIXED -> path.append("M%d %dl8 8l-8 8l-8 -8z".formatted(x + 8, y));
    }
  }

  /** Names a /8, in the half of its square in which nothing is drawn, if there is one. */
  private void name(Prefix region, Html html) {
    if (view.prefix().family() != Family.IP || view.prefix().length() != 0) {
      return;
    }
    Area area = view.area(region);
    boolean above = isFree(area, 0) || !isFree(area, area.height() / 2);
    html.leaf(
            Tag.TEXT,
            String.valueOf(region.base().low() >>> 24),
            Attribute.of("x", String.valueOf(area.x() * UNIT + 3)),
            Attribute.of(
                "y", String.valueOf((area.y() + (above ? 0 : area.height() / 2)) * UNIT + 12)))
        .line();
  }

  private boolean isFree(Area area, int row) {
    for (int x = 0; x < area.width(); x++) {
      for (int y = row; y < row + area.height() / 2; y++) {
        if (isDrawn(cells.apply(view.hilbert().distance(area.x() + x, area.y() + y)))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Writes a cell of each of these kinds, with its meaning. */
  static void legend(List<Cell> kinds, Html html) {
    html.open(Tag.UL, Attribute.kind("legend")).line();
    for (Cell kind : kinds) {
      StringBuilder path = new StringBuilder();
      draw(kind, new Hilbert.Point(0, 0), path);
      html.open(Tag.LI)
          .open(
              Tag.SVG,
              Attribute.of("viewBox", "0 0 16 16"),
              Attribute.kind("map"),
              Attribute.of("aria-hidden", "true"))
          .empty(Tag.PATH, Attribute.kind(Words.of(kind)), Attribute.of("d", path.toString()))
          .close(Tag.SVG)
          .text(kind.text())
          .close(Tag.LI)
          .line();
    }
    html.close(Tag.UL).line();
  }
}
