package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.postern.picture.Block;
import org.postern.picture.Picture;
import org.postern.picture.Tally;

/** The blocks of a picture, one a line, with the squares that they are in. */
final class BlockList {
  private final Picture picture;
  private final Tile tile;
  private final List<Block> blocks;

  BlockList(Picture picture, Tile tile) {
    this.picture = picture;
    this.tile = tile;
    this.blocks = picture.blocks();
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /**
   * Returns the first blocks. All tell as much as fits in the longest line.
   *
   * @param most how many lines there may be
   * @param columns how wide a line may be
   */
  List<String> lines(int most, int columns) {
    int shown = blocks.size() <= most ? blocks.size() : Math.max(0, most - 1);
    List<Block> first = blocks.subList(0, shown);
    List<String> starts = aligned(first, block -> tile.square(block.prefix()), 1);
    List<String> prefixes = aligned(first, block -> block.prefix().text(), 2);
    int start = longest(starts) + longest(prefixes);
    List<String> amounts = amounts(first, columns - start);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      lines.add(starts.get(i) + prefixes.get(i) + amounts.get(i));
    }
    if (shown < blocks.size()) {
      lines.add("and %,d more (--format json lists all)".formatted(blocks.size() - shown));
    }
    return lines.stream().map(line -> Strip.clipped(line, columns)).toList();
  }

  private static List<String> aligned(
      List<Block> blocks, Function<Block, String> text, int blanks) {
    List<String> texts = blocks.stream().map(text).toList();
    int width = longest(texts) + blanks;
    return texts.stream().map(one -> Strip.plain(one).padded(width).text()).toList();
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private List<String> amounts(List<Block> blocks, int columns) {
    List<Function<Block, String>> forms =
        picture.isChange()
            ? List.of(BlockList::whole, BlockList::moved)
            : List.of(block -> block.kept().text(), block -> block.kept().addressText());
    List<String> texts = List.of();
    for (Function<Block, String> form : forms) {
      texts = justified(blocks.stream().map(form).toList());
      if (longest(texts) <= columns) {
        return texts;
      }
    }
    return texts;
  }

  /** Returns the texts with the numbers at their beginnings ending in one column. */
  private static List<String> justified(List<String> texts) {
    int width = texts.stream().mapToInt(BlockList::digits).max().orElse(0);
    return texts.stream().map(one -> " ".repeat(width - digits(one)) + one).toList();
  }

  private static int digits(String text) {
    return text.matches("[0-9^,]+ .*") ? text.indexOf(' ') : 0;
  }

  private static String whole(Block block) {
    String moved = moved(block);
    return block.kept().isNone()
        ? moved
        : moved + ", " + Tally.number(block.kept().addresses()) + " as before";
  }

  private static String moved(Block block) {
    List<String> parts = new ArrayList<>();
    if (!block.added().isNone()) {
      parts.add("+" + Tally.number(block.added().addresses()));
    }
    if (!block.removed().isNone()) {
      parts.add("-" + Tally.number(block.removed().addresses()));
    }
    return String.join(" ", parts);
  }
}
