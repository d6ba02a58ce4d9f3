package org.postern.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine of namespaces: systemd as its process 1 over a copy of this machine's files, with a
 * network of its own, and the project at {@code /mnt}. What is written to its files outlives a
 * boot. It ends, with all that runs in it, when it is closed, or when this process dies.
 */
final class Box implements AutoCloseable {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final int MINUTES = 2;

  private final Path folder;
  private final Process holder;
  private final BufferedReader answers;
  private String init = "";

  private Box(Path folder, Process holder) {
    this.folder = folder;
    this.holder = holder;
    this.answers = holder.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * What a command brought.
   *
   * @param output of both streams
   */
  record Ran(int status, String output) {
    /** The output of a command that must succeed. */
    String orFail() {
      assertEquals(0, status, output);
      return output.strip();
    }
  }

  /** A box that is off. */
  static Box create() throws IOException {
    for (String tool : List.of("systemd:systemd", "dbus:dbus-daemon", "util-linux:nsenter")) {
      require(tool.split(":", 2)[0], tool.split(":", 2)[1]);
    }
    Path folder = Files.createTempDirectory("postern-box");
    Path script = folder.resolve("systemd-box");
    try (var in = Objects.requireNonNull(Box.class.getResourceAsStream("/service/systemd-box"))) {
      Files.write(script, in.readAllBytes());
    }
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Process holder =
        new ProcessBuilder(script.toString(), disk.toString(), PROJECT.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    return new Box(folder, holder);
  }

  static void require(String debianPackage, String tool) {
    boolean found =
        Stream.of("/usr/lib/systemd", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .anyMatch(path -> new File(path, tool).canExecute());
    if (!found) {
      fail("%s is missing: apt-get install -y %s".formatted(tool, debianPackage));
    }
  }

  /** Switches it on, and waits until all units are up or have failed. */
  void boot() throws IOException {
    String answer = order("boot");
    if (!answer.startsWith("up ")) {
      fail(answer + Files.readString(folder.resolve("errors")));
    }
    init = answer.substring("up ".length());
  }

  /** Shuts it down in good order. */
  void halt() throws IOException {
    assertEquals("down", order("halt"));
  }

  /** Pulls the plug. */
  void cut() throws IOException {
    assertEquals("down", order("cut"));
  }

  private String order(String order) throws IOException {
    var orders = holder.outputWriter(StandardCharsets.UTF_8);
    orders.write(order + "\n");
    orders.flush();
    return String.valueOf(answers.readLine());
  }

  /** Runs a script as root in it. */
  Ran run(String script) {
    return enter("", "sh", "-c", script);
  }

  /** Runs a script as another user of it. */
  Ran run(String user, String script) {
    return enter("", "runuser", "-u", user, "--", "sh", "-c", script);
  }

  /** What a script prints that must succeed. */
  String sh(String script) {
    return run(script).orFail();
  }

  private Ran enter(String input, String... words) {
    try {
      Process process = inside(words).start();
      try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(input);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        fail("no end of " + words[words.length - 1]);
      }
      return new Ran(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A command in it, to be started. */
  ProcessBuilder inside(String... words) {
    List<String> command = new ArrayList<>(List.of("nsenter", "-t", init, "-a", "--"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return builder;
  }

  /** Writes a file of it, with the folders above. */
  void write(String path, String content) {
    String script = "mkdir -p $(dirname %s) && rm -f %s && cat > %s".formatted(path, path, path);
    enter(content, "sh", "-c", script).orFail();
  }

  @Override
  public void close() throws IOException {
    try (answers) {
      holder.outputWriter(StandardCharsets.UTF_8).close();
      if (!holder.waitFor(MINUTES, TimeUnit.MINUTES)) {
        fail("the box does not end: process " + holder.pid());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (String left : List.of("disk", "errors", "systemd-box", "")) {
      Files.deleteIfExists(folder.resolve(left));
    }
  }
}
