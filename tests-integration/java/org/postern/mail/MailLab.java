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
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.postern.target.nftables.NetnsThread;

/**
 * A machine with a real mail server and the program as it is shipped, in namespaces of its own. It
 * ends, with all that runs in it, when it is closed, or when this process dies.
 */
final class MailLab implements AutoCloseable {
  /** A peer that the administrator of the server refuses, whatever we say. */
  static final String BANNED = "192.0.2.20";

  private static final Path FILES = Path.of("target/mail-servers").toAbsolutePath();
  private static final int MINUTES = 1;

  private static final String EXIM_STARTS =
      """
      starts() { grep -c 'daemon started' /var/log/exim4/mainlog; }
      before=$(starts)
      """;

  private final MailHost host;
  private final Path folder;
  private final Process holder;
  private final long init;

  private MailLab(MailHost host, Path folder, Process holder, long init) {
    this.host = host;
    this.folder = folder;
    this.holder = holder;
    this.init = init;
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

  /**
   * A machine whose mail server takes connections.
   *
   * @param folder for what it needs of files outside
   */
  static MailLab start(MailHost host, Path folder) throws IOException {
    assertTrue(
        Files.isExecutable(FILES.resolve("usr/sbin/saslpasswd2")),
        FILES + " is missing; as root: src/build/install-test-tools");
    assertTrue(
        Files.isExecutable(Path.of(System.getProperty("postern.image", ""))),
        "build the image first: mvn package");
    List<String> words = new ArrayList<>(List.of("unshare", "--net", "--mount", "--pid"));
    words.addAll(List.of("--fork", "--kill-child", "--mount-proc"));
    words.addAll(List.of("sh", resources().resolve("lab.sh").toString()));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("SYSTEM", host.system());
    builder.environment().put("FILES", FILES.toString());
    builder.environment().put("RESOURCES", resources().toString());
    Path errors = folder.resolve(host.system() + ".errors");
    Process holder = builder.redirectError(errors.toFile()).start();
    String answer = holder.inputReader(StandardCharsets.UTF_8).readLine();
    if (!"up".equals(answer)) {
      holder.destroyForcibly();
      fail("no " + host + ": " + Files.readString(errors));
    }
    return new MailLab(host, folder, holder, holder.children().findFirst().orElseThrow().pid());
  }

  private static Path resources() {
    return Path.of("tests-integration/resources/mail").toAbsolutePath();
  }

  MailHost host() {
    return host;
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
    command.addAll(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true);
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

  /** Has the server read its configuration, and waits until no process goes by an older one. */
  void restart() throws IOException, InterruptedException {
    sh(
        host.isPostfix()
            ? """
            touch -d 2020-01-01 /etc/postfix/main.cf
            old=$(pgrep -x smtpd || true)
            postfix reload
            for process in $old; do while [ -e "/proc/$process" ]; do sleep 0.02; done; done
            """
            : EXIM_STARTS
                + """
                kill -HUP "$(cat /run/exim4/exim.pid)"
                while [ "$(starts)" = "$before" ]; do sleep 0.02; done
                """);
  }

  /** Runs the program with words by which it has Exim start again, and waits for that. */
  void restarting(String... words) throws IOException, InterruptedException {
    sh(
        EXIM_STARTS
            + String.join(" ", program(words))
            + "\nwhile [ \"$(starts)\" = \"$before\" ]; do sleep 0.02; done\n");
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
