package org.postern.target.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.plan.Capabilities;
import org.postern.policy.Hook;

/** The page on sheets says of each system what the code does. */
class SheetDocumentTest {
  private static final Path PAGE = Path.of("src/site/markdown/sheets.md");

  @Test
  void theSystemsDoWhatTheTableSays() throws IOException {
    List<String> expected =
        Arrays.stream(SheetSystem.values()).map(SheetDocumentTest::row).toList();
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (SheetSystem.words().stream().anyMatch(word -> line.startsWith("| `" + word + "` |"))) {
        rows.add(line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1));
      }
    }
    assertEquals(expected, rows);
  }

  private static String row(SheetSystem system) {
    Capabilities can = system.capabilities();
    Stream<String> hooks =
        Stream.concat(
            can.hooks().stream().map(Hook::text).sorted(),
            can.mail().judged() ? Stream.of("smtp") : Stream.empty());
    return "| `%s` | %s | %s: %s | %d |"
        .formatted(
            system.word(),
            system.title(),
            Arrays.stream(Family.values())
                .filter(can.families()::contains)
                .map(Family::text)
                .collect(Collectors.joining(", ")),
            hooks.collect(Collectors.joining(", ")),
            can.maxPrefixes());
  }
}
