package org.postern.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageIT {

  private static final Path LAUNCHER = Path.of(System.getProperty("postern.image"));
  private static final Path IMAGE = LAUNCHER.resolve("../..").normalize();

  @TempDir private Path folder;

  @Test
  void startsFromAnyFolder() throws Exception {
    assertStarts(run(folder, Map.of(), LAUNCHER.toString()));
  }

  @Test
  void startsThroughRelativeAndAbsoluteLinks() throws Exception {
    Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), copiedLauncher());
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path relative = Files.createSymbolicLink(bin.resolve("relative"), Path.of("../absolute"));

    assertStarts(run(folder, Map.of(), absolute.toString()));
    assertStarts(run(bin, Map.of(), "./" + relative.getFileName()));
  }

  @Test
  void startsFromThePath() throws Exception {
    Files.createSymbolicLink(folder.resolve("postern"), copiedLauncher());
    Map<String, String> path = Map.of("PATH", folder + ":" + System.getenv("PATH"));
    assertStarts(run(Path.of("/"), path, "/bin/sh", "-c", "postern --version"));
  }

  @Test
  void startsInAFolderWithSpaces() throws Exception {
    Path moved = folder.resolve("a folder; with 'odd' $(characters)");
    copyImage(moved);
    assertStarts(run(folder, Map.of(), moved.resolve("bin/postern").toString()));
  }

  @Test
  void ignoresOptionsForOtherJavas() throws Exception {
    Map<String, String> options =
        Map.of("JAVA_TOOL_OPTIONS", "-Xint", "JDK_JAVA_OPTIONS", "-Xint", "_JAVA_OPTIONS", "-Xint");
    assertStarts(run(folder, options, LAUNCHER.toString()));
  }

  @Test
  void hasAnArchiveOfClassesThatItsJvmAccepts() throws Exception {
    Output output =
        run(
            folder,
            Map.of(),
            IMAGE.resolve("runtime/bin/java").toString(),
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-XX:SharedArchiveFile=" + archive(IMAGE),
            "-Xlog:class+load:stderr",
            "-jar",
            IMAGE.resolve("lib/postern.jar").toString(),
            "--version");
    String loaded =
        output
            .standardError()
            .lines()
            .filter(line -> line.contains(" org.postern.Main "))
            .findFirst()
            .orElse("");
    assertTrue(loaded.contains("shared objects file (top)"), output.standardError());
  }

  @Test
  void startsWithoutAnArchiveOfClasses() throws Exception {
    Path copy = folder.resolve("copy");
    copyImage(copy);
    Files.delete(archive(copy));
    assertStarts(run(folder, Map.of(), copy.resolve("bin/postern").toString()));
  }

  @Test
  void startsWithAnArchiveThatDoesNotFit() throws Exception {
    Path copy = folder.resolve("copy");
    copyImage(copy);
    Files.setLastModifiedTime(
        copy.resolve("lib/postern.jar"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    assertStarts(run(folder, Map.of(), copy.resolve("bin/postern").toString()));

    Path archive = archive(copy);
    Files.delete(archive);
    Files.writeString(archive, "not an archive");
    assertStarts(run(folder, Map.of(), copy.resolve("bin/postern").toString()));
  }

  private record Output(int status, String standardOutput, String standardError) {}

  /** Started means: the version alone on standard output, nothing from the JVM anywhere. */
  private static void assertStarts(Output output) {
    assertEquals("", output.standardError());
    assertEquals(1, output.standardOutput().lines().count(), output.standardOutput());
    assertTrue(output.standardOutput().startsWith("postern "), output.standardOutput());
    assertEquals(0, output.status());
  }

  private Output run(Path from, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path standardOutput = Files.createTempFile(folder, "out", ".txt");
    Path standardError = Files.createTempFile(folder, "err", ".txt");
    List<String> words = command.length == 1 ? List.of(command[0], "--version") : List.of(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(from.toFile())
            .redirectOutput(standardOutput.toFile())
            .redirectError(standardError.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Output(
        status,
        Files.readString(standardOutput, StandardCharsets.UTF_8),
        Files.readString(standardError, StandardCharsets.UTF_8));
  }

  private static Path archive(Path image) throws IOException {
    try (Stream<Path> files = Files.list(image.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  private Path copiedLauncher() throws Exception {
    Path copy = folder.resolve("copy");
    copyImage(copy);
    return copy.resolve("bin/postern");
  }

  /** Copies with modes and times, as a package manager would. */
  private void copyImage(Path to) throws Exception {
    Output output = run(folder, Map.of(), "cp", "-a", IMAGE.toString(), to.toString());
    assertEquals(0, output.status(), output.standardError());
  }
}
