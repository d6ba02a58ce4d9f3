package org.postern.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shipped policy and its variants: lines between {@code # variant: NAME} and {@code # end} are
 * uncommented for that variant, lines between {@code # unless: NAME} and the next {@code # end} of
 * the same depth go.
 *
 * @param name of the file
 * @param lines as shipped
 */
record RulesetText(String name, List<String> lines) {
  private static final Pattern MARK = Pattern.compile(" *# (variant|unless): ([a-z0-9-]+)");
  private static final Pattern END = Pattern.compile(" *# end");

  RulesetText {
    lines = List.copyOf(lines);
  }

  static RulesetText read(Path file) throws IOException {
    return new RulesetText(file.getFileName().toString(), Files.readAllLines(file));
  }

  /** The names of all variants. */
  Set<String> variants() {
    Set<String> names = new TreeSet<>();
    for (String line : lines) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches() && mark.group(1).equals("variant")) {
        names.add(mark.group(2));
      }
    }
    return names;
  }

  /** The text with these variants in use. */
  String with(Set<String> chosen) {
    List<String> kept = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (String line : lines) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches()) {
        boolean inUse = chosen.contains(mark.group(2));
        open.add(inUse ? mark.group(1) : "");
      } else if (END.matcher(line).matches()) {
        open.removeLast();
      } else if (!open.contains("unless")) {
        kept.add(open.contains("variant") ? line.replaceFirst("# ", "") : line);
      }
    }
    if (!open.isEmpty()) {
      throw new AssertionError(name + ": a block has no end");
    }
    return String.join("\n", kept) + "\n";
  }
}
