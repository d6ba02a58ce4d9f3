package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.postern.readme.Readme;

/** The Debian package that the build has made. */
final class Deb {
  private static final int MINUTES = 10;

  private Deb() {}

  /** Its file. */
  static Path file() {
    Path file = Path.of(System.getProperty("postern.deb", "target/postern_0.1.0_amd64.deb"));
    assertTrue(Files.isRegularFile(file), file + " is missing: mvn -Ppackage package");
    return file.toAbsolutePath();
  }

  /** The version that stands in the POM. */
  static String version() {
    String name = String.valueOf(file().getFileName());
    return name.split("_", -1)[1];
  }

  /** The tarball beside it. */
  static Path tarball() {
    String name = String.valueOf(file().getFileName());
    String architecture = name.split("_", -1)[2].replace(".deb", "");
    return file().resolveSibling("postern-%s-linux-%s.tar.gz".formatted(version(), architecture));
  }

  /**
   * What a command printed.
   *
   * @param error standard error
   */
  record Said(int status, String output, String error) {
    /** The output of a command that must succeed. */
    String orFail() {
      assertEquals(0, status, output + error);
      return output;
    }
  }

  /** Runs a command. */
  static Said run(Path folder, String... command) throws IOException, InterruptedException {
    Path error = Files.createTempFile("postern-package", ".err");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(folder.toFile())
              .redirectError(error.toFile())
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), () -> String.join(" ", command));
      return new Said(process.exitValue(), output, Files.readString(error));
    } finally {
      Files.delete(error);
    }
  }

  /** Runs a script where the package is at {@code /postern.deb} and no Java is on the machine. */
  static Said alone(Path folder, String script) throws IOException, InterruptedException {
    Path alone = resource(folder, "alone");
    return run(folder, alone.toString(), file().toString(), script);
  }

  /** The commands of the page on installing below the comment with this name. */
  static String commands(String name) throws IOException {
    return Readme.blocks(Path.of("src/site/markdown/install.md")).stream()
        .filter(block -> block.language().equals("shell") && block.file().equals(name))
        .map(Readme.Block::text)
        .findFirst()
        .orElseThrow();
  }

  /** A script of these tests, written there. */
  static Path resource(Path folder, String name) throws IOException {
    Path script = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(Deb.class.getResourceAsStream("/package/" + name))) {
      Files.write(script, in.readAllBytes());
    }
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }
}
