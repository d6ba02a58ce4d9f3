package org.postern.target.nftables;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Programs in C that do the least that must be done, compiled here and now. */
final class CProgram {
  private CProgram() {}

  /** Compiles {@code bench/NAME.c} of the resources into the folder; returns the program. */
  static String compile(String name, Path folder) throws IOException {
    Path source = folder.resolve(name + ".c");
    try (InputStream text =
        Objects.requireNonNull(CProgram.class.getResourceAsStream("/bench/" + name + ".c"))) {
      Files.copy(text, source);
    }
    String program = folder.resolve(name).toString();
    try {
      Process gcc =
          new ProcessBuilder("gcc", "-O2", "-Wall", "-Werror", "-o", program, source.toString())
              .inheritIO()
              .start();
      if (gcc.waitFor() != 0) {
        throw new AssertionError("gcc does not compile " + source);
      }
      return program;
    } catch (IOException e) {
      throw new AssertionError("gcc is missing: apt-get install gcc libc6-dev", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
