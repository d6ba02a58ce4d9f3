package org.postern.target.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of a host, by the words that they were started with. */
public final class RunningPrograms {
  private final Path processes;

  /**
   * Creates the programs of one host.
   *
   * @param processes the folder of proc(5), {@code /proc}
   */
  public RunningPrograms(Path processes) {
    this.processes = processes;
  }

  /**
   * Returns the words of each process of a program, its name first.
   *
   * @param name without a folder
   */
  public List<List<String>> of(String name) throws IOException {
    List<List<String>> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(processes, "[0-9]*")) {
      for (Path process : all) {
        words(process).filter(words -> isNamed(words.getFirst(), name)).ifPresent(found::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static boolean isNamed(String program, String name) {
    return program.equals(name) || program.endsWith("/" + name);
  }

  /**
   * Returns the command line of a process; empty for one that ends meanwhile, or is not to be seen.
   */
  private static Optional<List<String>> words(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return Optional.of(List.of(line.split("\0", -1)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
