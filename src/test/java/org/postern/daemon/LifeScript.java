package org.postern.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A life as a text: one deed or expectation a line, {@code #} begins a comment, and indented lines
 * belong to the line above them.
 */
record LifeScript(String name, List<Line> lines) {
  /**
   * One line.
   *
   * @param number counts from 1
   * @param block the indented lines below it, without their common indentation
   */
  record Line(int number, String text, String block) {}

  static LifeScript read(Path file) throws IOException {
    return of(file.toString(), Files.readString(file));
  }

  static LifeScript of(String name, String script) {
    List<Line> lines = new ArrayList<>();
    List<String> texts = script.lines().toList();
    for (int at = 0; at < texts.size(); at++) {
      String text = texts.get(at).strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      int number = at + 1;
      StringBuilder block = new StringBuilder();
      while (at + 1 < texts.size() && texts.get(at + 1).startsWith(" ")) {
        block.append(texts.get(++at)).append('\n');
      }
      lines.add(new Line(number, text, block.toString().stripIndent()));
    }
    return new LifeScript(name, lines);
  }
}
