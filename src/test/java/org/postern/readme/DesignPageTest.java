package org.postern.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page by which a newcomer finds the way through the code names what is there. */
class DesignPageTest {
  private static final Path PAGE = Path.of("src/site/markdown/design/how-it-is-made.md");
  private static final Path ROOT = Path.of("src/main/java/org/postern");
  private static final Pattern CODE = Pattern.compile("`([a-z/]+(?:[A-Z]\\w*\\.java|/))`");
  private static final Pattern PACKAGE_ROW =
      Pattern.compile("^\\| ((?:`[a-z]+`(?:, )?)+) \\|", Pattern.MULTILINE);

  @Test
  void everyFileAndFolderIsThere() throws IOException {
    List<String> named =
        CODE.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();

    assertTrue(named.size() > 60, () -> named.size() + " paths");
    assertEquals(List.of(), named.stream().filter(path -> !isThere(path)).toList());
  }

  private static boolean isThere(String path) {
    return Files.exists(ROOT.resolve(path)) || Files.exists(Path.of(path));
  }

  @Test
  void everyPackageHasItsSentence() throws IOException {
    Set<String> told =
        PACKAGE_ROW
            .matcher(Files.readString(PAGE))
            .results()
            .map(MatchResult::group)
            .flatMap(row -> Pattern.compile("[a-z]+").matcher(row).results())
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> packages;
    try (Stream<Path> children = Files.list(ROOT)) {
      packages =
          children
              .filter(Files::isDirectory)
              .map(child -> String.valueOf(child.getFileName()))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertEquals(packages, told);
  }
}
