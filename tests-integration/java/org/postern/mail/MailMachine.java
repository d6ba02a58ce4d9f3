package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.postern.target.nftables.NetnsThread;

/**
 * A machine with a real server and the program as it is shipped, in namespaces of its own. It ends,
 * with all that runs in it, when it is closed, or when this process dies.
 */
class MailMachine implements AutoCloseable {
  private static final int MINUTES = 3;

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  private final Path folder;
  private final Process holder;
  private final long init;

  /**
   * One whose server takes connections.
   *
   * @param system the word by which the script of the lab knows it
   * @param files the folder of its packages
   * @param program one of these
   * @param folder for what it needs of files outside
   */
  MailMachine(String system, Path files, String program, Path folder) throws IOException {
    assertTrue(
        Files.isExecutable(files.resolve(program)),
        files + " is missing; as root: src/build/install-test-tools");
    assertTrue(
        Files.isExecutable(Path.of(System.getProperty("postern.image", ""))),
        "build the image first: mvn package");
    List<String> words = new ArrayList<>(List.of("unshare", "--net", "--mount", "--pid"));
    words.addAll(List.of("--fork", "--kill-child", "--mount-proc"));
    words.addAll(List.of("sh", resources().resolve("lab.sh").toString()));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("SYSTEM", system);
    builder.environment().put("FILES", files.toAbsolutePath().toString());
    builder.environment().put("RESOURCES", resources().toString());
    Path errors = folder.resolve(system + ".errors");
    this.folder = folder;
    this.holder = builder.redirectError(errors.toFile()).start();
    String answer = holder.inputReader(StandardCharsets.UTF_8).readLine();
    if (!"up".equals(answer)) {
      holder.destroyForcibly();
      fail("no " + system + ": " + Files.readString(errors));
    }
    this.init = holder.children().findFirst().orElseThrow().pid();
  }

  /**
   * How a command ended.
   *
   * @param output of both streams
   */
  record Ran(int exit, String output) {
    /** The output of a command that must end so. */
    String expecting(int wanted) {
      assertEquals(wanted, exit, output);
      return output;
    }
  }

  private static Path resources() {
    return Path.of("tests-integration/resources/mail").toAbsolutePath();
  }

  /** A thread whose sockets are those of the machine. */
  NetnsThread thread() {
    return NetnsThread.ofProcess(init);
  }

  /** A file of it, as it is found from outside. */
  Path path(String name) {
    return Path.of("/proc", Long.toString(init), "root").resolve(name.substring(1));
  }

  void write(String name, String content) throws IOException {
    Files.writeString(path(name), content);
  }

  /** Has words run in it, when they are started. */
  ProcessBuilder inside(String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("nsenter", "-t", Long.toString(init), "-n", "-m", "-p", "--"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    return builder;
  }

  private Ran run(String... words) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "run", ".out");
    Process process = inside(words).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      fail("no end of " + String.join(" ", words) + ":\n" + Files.readString(output));
    }
    return new Ran(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
  }

  /** What a script prints that must succeed. */
  String sh(String script) throws IOException, InterruptedException {
    return run("sh", "-euc", script).expecting(0);
  }

  /** Runs the program. */
  Ran postern(String... words) throws IOException, InterruptedException {
    return run(program(words));
  }

  /** The words that run the program. */
  static String[] program(String... words) {
    List<String> command = new ArrayList<>(List.of(image()));
    command.addAll(List.of(words));
    return command.toArray(String[]::new);
  }

  private static String image() {
    return Objects.requireNonNull(System.getProperty("postern.image"));
  }

  @Override
  public void close() throws IOException {
    holder.getOutputStream().close();
    try {
      if (!holder.waitFor(MINUTES, TimeUnit.MINUTES)) {
        fail("the machine does not end: process " + holder.pid());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
