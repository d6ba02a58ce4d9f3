package org.postern.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIT {

  private static final Path LAUNCHER = Path.of(System.getProperty("postern.image"));
  private static final Path IMAGE = LAUNCHER.resolve("../..").normalize();
  private static final String ARCHIVE = "runtime/lib/postern.aot";

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

  /** No time, owner or path of a file is what it depends on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cp -r \"$0\" \"$1\"",
        "mkdir \"$1\" && tar -C \"$0\" --mtime=@1 -c . | tar -C \"$1\" -x",
        "cp -a \"$0\" \"$1\" && touch -d 2031-01-01 \"$1\"/runtime/lib/*"
      })
  void aCopyKeepsItsArchiveOfClasses(String howToCopy) throws Exception {
    Path copy = folder.resolve("copy");
    Output copied = run(folder, Map.of(), "sh", "-c", howToCopy, IMAGE + "", copy + "");
    assertEquals(0, copied.status(), copied.standardError());
    assertUsesItsArchive(copy, "");
  }

  @Test
  void aUserWhoMayNotWriteToItUsesItsArchive() throws Exception {
    Path copy = folder.resolve("copy");
    run(folder, Map.of(), "sh", "-c", "cp -r \"$0\" \"$1\"", IMAGE + "", copy + "");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertUsesItsArchive(
        copy, "", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
  }

  /** Where the heap is a share of the memory, 40 % of it leave compressed references behind. */
  @Test
  void aLargeHostUsesItsArchive() throws Exception {
    assertUsesItsArchive(IMAGE, "-XX:MaxRAM=256g -XX:MaxRAMPercentage=40");
  }

  /** Nearly all classes that a command loads are from the archive, and it starts as any other. */
  private void assertUsesItsArchive(Path image, String options, String... user) throws Exception {
    Path log = folder.resolve("loaded.log");
    List<String> command = new ArrayList<>(List.of(user));
    command.addAll(List.of(image.resolve("bin/postern").toString(), "--version"));
    String logging = options + " -Xlog:class+load:file=" + log;
    Map<String, String> environment = Map.of("POSTERN_JAVA_OPTIONS", logging);
    assertStarts(run(Path.of("/"), environment, command.toArray(String[]::new)));
    List<String> ours;
    try (Stream<String> lines = Files.lines(log)) {
      ours = lines.filter(line -> line.contains(" org.postern.")).toList();
    }
    long archived = ours.stream().filter(line -> line.contains("shared objects file")).count();
    assertTrue(ours.stream().anyMatch(line -> line.contains(" org.postern.Main ")), ours::toString);
    assertTrue(archived >= 0.95 * ours.size(), archived + " of " + ours.size());
  }

  /** Hidden classes are made while a command runs, and are in no archive. */
  @ParameterizedTest
  @ValueSource(strings = {"check", "plan", "compile", "why 192.0.2.1 25"})
  void aCommandMakesHardlyAnyClass(String words) throws Exception {
    Path log = folder.resolve("loaded.log");
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            sets: {own: {sources: [192.0.2.1, "2001:db8::/64"]}}
            rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
            """);
    List<String> command =
        new ArrayList<>(List.of("unshare", "--map-root-user", "--net", LAUNCHER.toString()));
    command.addAll(List.of(words.split(" ", -1)));
    command.add(policy.toString());
    command.addAll(List.of("--state", folder.resolve("state").toString()));
    Map<String, String> environment =
        Map.of("POSTERN_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    Output output = run(folder, environment, command.toArray(String[]::new));
    assertEquals("", output.standardError());
    List<String> made;
    try (Stream<String> lines = Files.lines(log)) {
      made =
          lines
              .filter(
                  line -> line.contains("source: org.postern.") || line.contains("] org.postern."))
              .filter(line -> !line.contains("shared objects file"))
              .toList();
    }
    assertTrue(made.stream().noneMatch(line -> line.contains("TypeSwitch")), made::toString);
    assertTrue(made.size() <= 10, made::toString);
  }

  @Test
  void startsWithoutAnArchiveOfClasses() throws Exception {
    Path copy = folder.resolve("copy");
    copyImage(copy);
    Files.delete(copy.resolve(ARCHIVE));
    assertStarts(run(folder, Map.of(), copy.resolve("bin/postern").toString()));
  }

  @Test
  void startsWithAnArchiveThatDoesNotFit() throws Exception {
    Path copy = folder.resolve("copy");
    copyImage(copy);
    byte[] whole = Files.readAllBytes(copy.resolve(ARCHIVE));
    Files.write(copy.resolve(ARCHIVE), Arrays.copyOf(whole, whole.length / 2));
    assertStarts(run(folder, Map.of(), copy.resolve("bin/postern").toString()));
    Files.writeString(copy.resolve(ARCHIVE), "not an archive");
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
