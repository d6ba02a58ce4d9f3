package org.postern.picture;

import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;

/** A map of a prefix, apart from where it is drawn: as fine as the place allows. Immutable. */
public final class Picture {
  private final String title;
  private final Prefix prefix;
  private final boolean isChange;
  private final AddressSet kept;
  private final AddressSet added;
  private final AddressSet removed;
  private final List<Block> blocks;

  private Picture(
      String title,
      Prefix prefix,
      boolean isChange,
      AddressSet kept,
      AddressSet added,
      AddressSet removed) {
    this.title = title;
    this.prefix = prefix;
    this.isChange = isChange;
    this.kept = kept.intersect(AddressSet.of(prefix));
    this.added = added.intersect(AddressSet.of(prefix));
    this.removed = removed.intersect(AddressSet.of(prefix));
    this.blocks =
        Block.of(prefix.family(), Block.length(prefix), this.kept, this.added, this.removed)
            .stream()
            .filter(block -> !isChange || block.isChanged())
            .toList();
  }

  /**
   * Returns a picture of where the addresses of a set are.
   *
   * @param title the title, one line that says what it shows
   */
  public static Picture of(String title, Prefix prefix, AddressSet set) {
    return new Picture(title, prefix, false, set, AddressSet.none(), AddressSet.none());
  }

  /**
   * Returns a picture of the change when one set takes the place of another.
   *
   * @param title the title, one line that says what it shows
   */
  public static Picture ofChange(String title, Prefix prefix, AddressSet before, AddressSet after) {
    return new Picture(
        title,
        prefix,
        true,
        before.intersect(after),
        after.subtract(before),
        before.subtract(after));
  }

  /** Returns what it shows, one line. */
  public String title() {
    return title;
  }

  /** Returns the prefix of which it is a map. */
  public Prefix prefix() {
    return prefix;
  }

  /** Tells whether it tells of before and after; otherwise nothing is added or removed. */
  public boolean isChange() {
    return isChange;
  }

  /**
   * Returns the blocks that hold something, or in a change those that changed: the largest first.
   */
  public List<Block> blocks() {
    return blocks;
  }

  /** Returns its cells, at that order or the finest one that the prefix has. */
  public Grid grid(int order) {
    View view = View.upTo(prefix, order);
    Raster held = Raster.of(view, kept);
    return isChange
        ? Grid.of(new ChangeRaster(held, Raster.of(view, added), Raster.of(view, removed)))
        : Grid.of(held);
  }
}
