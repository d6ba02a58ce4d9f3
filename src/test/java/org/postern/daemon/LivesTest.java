package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises of the daemon, each a text in {@code lives} that is played with clocks of its own.
 * Read those first: they are what it does.
 */
@Timeout(120)
class LivesTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/postern/daemon/lives");

  @TempDir(factory = MemoryDisk.class)
  private Path folder;

  static List<Named<Path>> lives() throws IOException {
    return in(FOLDER);
  }

  /** Those that take their time. */
  static List<Named<Path>> longLives() throws IOException {
    return in(FOLDER.resolve("long"));
  }

  private static List<Named<Path>> in(Path folder) throws IOException {
    List<Named<Path>> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.life")) {
      files.forEach(file -> found.add(Named.of(String.valueOf(file.getFileName()), file)));
    }
    assertTrue(!found.isEmpty(), "there is no life in " + folder);
    return found;
  }

  @ParameterizedTest
  @MethodSource("lives")
  void keepsItsPromise(Path file) throws IOException {
    new Life(folder).play(LifeScript.read(file));
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("longLives")
  void keepsItsPromiseForLong(Path file) throws IOException {
    new Life(folder).play(LifeScript.read(file));
  }
}
