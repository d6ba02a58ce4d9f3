package org.postern.picture;

import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;

/**
 * A map of a prefix, apart from where it is drawn: as fine as the place allows.
 *
 * @param title what it shows, one line
 * @param prefix of which it is a map
 * @param isChange whether it tells of before and after; otherwise nothing is added or removed
 * @param kept what is there; in a change, what was there before and still is
 * @param added what came
 * @param removed what went
 */
public record Picture(
    String title,
    Prefix prefix,
    boolean isChange,
    AddressSet kept,
    AddressSet added,
    AddressSet removed) {
  public Picture {
    AddressSet inside = AddressSet.of(prefix);
    kept = kept.intersect(inside);
    added = added.intersect(inside);
    removed = removed.intersect(inside);
  }

  /** Where the addresses of a set are. */
  public static Picture of(String title, Prefix prefix, AddressSet set) {
    return new Picture(title, prefix, false, set, AddressSet.none(), AddressSet.none());
  }

  /** What becomes of the addresses when one set takes the place of another. */
  public static Picture ofChange(
      String title, Prefix prefix, AddressSet before, AddressSet after) {
    return new Picture(
        title,
        prefix,
        true,
        before.intersect(after),
        after.subtract(before),
        before.subtract(after));
  }

  /** Its cells, at that order or the finest one that the prefix has. */
  public Grid grid(int order) {
    View view = View.upTo(prefix, order);
    Raster held = Raster.of(view, kept);
    return isChange
        ? Grid.of(new ChangeRaster(held, Raster.of(view, added), Raster.of(view, removed)))
        : Grid.of(held);
  }

  /** The blocks that hold something, or in a change those that changed: the largest first. */
  public List<Block> blocks() {
    return blocks(Block.length(prefix)).stream()
        .filter(block -> !isChange || block.isChanged())
        .toList();
  }

  /** All blocks of a length that hold something: where most changed comes first. */
  public List<Block> blocks(int length) {
    return Block.of(prefix.family(), length, kept, added, removed);
  }
}
