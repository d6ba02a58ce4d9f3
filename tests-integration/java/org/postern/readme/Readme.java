package org.postern.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The fenced blocks of the README and of the pages of the site. */
public final class Readme {
  /** The README. */
  public static final Path README = Path.of("README.md");

  private static final Path SITE = Path.of("src/site/markdown");

  /** How the program is installed as a service. */
  public static final Path SERVICE = SITE.resolve("service.md");

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

  /** The README, and the pages of the site. */
  public static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    try (Stream<Path> files = Files.walk(SITE)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** All blocks of a page, in their order. */
  public static List<Block> blocks(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page);
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
