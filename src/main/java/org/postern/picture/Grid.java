package org.postern.picture;

import java.util.EnumSet;
import java.util.Set;
import org.postern.address.text.SpecialPurpose;

/** The cells of a picture at the places where they lie. */
public final class Grid {
  private final View view;
  private final Cell[] cells;

  private Grid(View view) {
    this.view = view;
    this.cells = new Cell[view.cells()];
  }

  static Grid of(Raster held) {
    Grid grid = new Grid(held.view());
    grid.fill(held::cell);
    return grid;
  }

  static Grid of(ChangeRaster change) {
    Grid grid = new Grid(change.view());
    grid.fill(change::cell);
    return grid;
  }

  private interface Kinds {
    Cell at(int distance);
  }

  private void fill(Kinds kinds) {
    Hilbert hilbert = view.hilbert();
    Raster special = Raster.of(view, SpecialPurpose.all());
    for (int distance = 0; distance < cells.length; distance++) {
      Cell cell = kinds.at(distance);
      boolean shaded = cell == Cell.EMPTY && special.cell(distance) == Cell.FULL;
      Hilbert.Point point = hilbert.point(distance);
      cells[point.y() * view.side() + point.x()] = shaded ? Cell.SPECIAL : cell;
    }
  }

  /** Returns the view that it shows. */
  public View view() {
    return view;
  }

  /** Returns how many cells a side has. */
  public int side() {
    return view.side();
  }

  /** Returns the cell in a column from the left and a row from the top. */
  public Cell at(int x, int y) {
    return cells[y * view.side() + x];
  }

  /** Returns the kinds of cells that there are, in the order of {@link Cell}. */
  public Set<Cell> kinds() {
    EnumSet<Cell> kinds = EnumSet.noneOf(Cell.class);
    for (Cell cell : cells) {
      kinds.add(cell);
    }
    return kinds;
  }
}
