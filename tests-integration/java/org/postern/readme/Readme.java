package org.postern.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of the README. */
public final class Readme {
  private static final String FENCE = "```";

  private Readme() {}

  /**
   * One block.
   *
   * @param language behind the opening fence
   * @param line of the opening fence, the first being 1
   * @param next whether it follows the block before it without a line between
   */
  public record Block(String language, int line, boolean next, List<String> lines) {
    public Block {
      lines = List.copyOf(lines);
    }

    /** The name in a first line that is a comment; the block is to be saved under it. */
    public String file() {
      return lines.getFirst().replaceFirst("^# ", "");
    }

    /** All lines. */
    public String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  /** All of them, in their order. */
  public static List<Block> blocks() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("README.md"));
    List<Block> blocks = new ArrayList<>();
    int lastEnd = -2;
    int start = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        continue;
      }
      if (start < 0) {
        start = i;
      } else {
        String language = lines.get(start).substring(FENCE.length());
        List<String> inside = lines.subList(start + 1, i);
        blocks.add(new Block(language, start + 1, lastEnd == start - 1, inside));
        lastEnd = i;
        start = -1;
      }
    }
    return blocks;
  }
}
