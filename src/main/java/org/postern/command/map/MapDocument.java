package org.postern.command.map;

import java.util.List;
import java.util.Optional;
import org.postern.host.MappedList;
import org.postern.host.RecordTree;
import org.postern.picture.Block;
import org.postern.picture.Picture;
import org.postern.picture.Tally;
import org.postern.policy.Refusal;

/**
 * Maps of addresses.
 *
 * @param subject the thing whose addresses these are, in words; empty where there is nothing to
 *     draw
 * @param rules the rules that are looked at
 * @param against the side that they are compared with; empty where they are not compared
 * @param parts the parts of IPv6, drawn or not; empty where all of what is asked for is drawn
 * @param pictures the pictures in the order in which they are drawn
 */
public record MapDocument(
    Optional<String> subject,
    List<Rule> rules,
    Optional<String> against,
    Optional<List<Part>> parts,
    List<Drawn> pictures) {
  public MapDocument {
    rules = List.copyOf(rules);
    pictures = List.copyOf(pictures);
  }

  /** Returns the document of a policy that has nothing to draw. */
  static MapDocument empty() {
    return new MapDocument(
        Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * A rule.
   *
   * @param port the port as {@link org.postern.plan.tree.PortsTree} writes it; empty for mail at
   *     any port
   * @param any whether it accepts any peer
   * @param otherwise what becomes of others; empty where nothing does
   */
  public record Rule(
      String rule, Optional<Object> port, boolean any, Optional<Refusal> otherwise) {}

  /**
   * A picture.
   *
   * @param view the side of a comparison that it shows
   * @param prefix the prefix that it is of
   * @param blocks the blocks that it shows; a view, because there may be very many
   */
  public record Drawn(MapView view, String prefix, List<Part> blocks) {
    static Drawn of(MapView view, Picture picture) {
      return new Drawn(
          view, picture.prefix().toString(), Part.of(picture.blocks(), picture.isChange()));
    }
  }

  /**
   * The number of addresses that a part holds, or how it changes.
   *
   * @param held the addresses that it holds; empty for a change
   * @param kept the addresses that it holds before and after
   * @param added the addresses that it holds only after
   * @param removed the addresses that it holds only before
   */
  public record Part(
      String prefix,
      @RecordTree.Inline Optional<Tally> held,
      Optional<Tally> kept,
      Optional<Tally> added,
      Optional<Tally> removed) {
    static List<Part> of(List<Block> blocks, boolean isChange) {
      return new MappedList<>(blocks, block -> of(block, isChange));
    }

    private static Part of(Block block, boolean isChange) {
      return isChange
          ? new Part(
              block.prefix().toString(),
              Optional.empty(),
              Optional.of(block.kept()),
              Optional.of(block.added()),
              Optional.of(block.removed()))
          : new Part(
              block.prefix().toString(),
              Optional.of(block.kept()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
    }
  }
}
