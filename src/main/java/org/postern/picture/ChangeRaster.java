package org.postern.picture;

import org.postern.address.AddressSet;

/**
 * The change of the addresses in each cell of a view when one set takes the place of another.
 *
 * @param kept the addresses in the set before and in the set after
 * @param added the addresses in the set after alone
 * @param removed the addresses in the set before alone
 */
public record ChangeRaster(Raster kept, Raster added, Raster removed) {
  /**
   * @throws IllegalArgumentException for rasters of several views
   */
  public ChangeRaster {
    if (!kept.view().equals(added.view()) || !kept.view().equals(removed.view())) {
      throw new IllegalArgumentException("rasters of several views");
    }
  }

  /** Counts in the view what stays, comes and goes. */
  public static ChangeRaster of(View view, AddressSet before, AddressSet after) {
    return new ChangeRaster(
        Raster.of(view, before.intersect(after)),
        Raster.of(view, after.subtract(before)),
        Raster.of(view, before.subtract(after)));
  }

  /** Returns the view of the raster. */
  public View view() {
    return kept.view();
  }

  /** Returns the change of a cell: nothing there, kept, added, removed, or mixed. */
  public Cell cell(int cell) {
    boolean comes = added.count(cell).signum() > 0;
    boolean goes = removed.count(cell).signum() > 0;
    if (comes || goes) {
      return comes && goes ? Cell.MIXED : comes ? Cell.ADDED : Cell.REMOVED;
    }
    return kept.count(cell).signum() > 0 ? Cell.KEPT : Cell.EMPTY;
  }
}
