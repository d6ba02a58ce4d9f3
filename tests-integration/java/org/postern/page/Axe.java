package org.postern.page;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/** The accessibility checks of axe-core. */
final class Axe {
  private static final Path FOLDER = Path.of("target", "axe");
  private static final String PACKAGE = "axe-core@4.14.1";
  private static final String HOW = "npm is missing; install it: apt install nodejs npm";

  /** All rules, best practices too; what is wrong, one line each. */
  private static final String RUN =
      """
      axe.run(document, {resultTypes: ['violations', 'incomplete']}).then(result =>
        result.violations.flatMap(rule =>
          rule.nodes.map(node => rule.id + ': ' + node.target + ': ' + node.failureSummary)))
      """;

  private Axe() {}

  /** What is wrong with the page that a browser shows. */
  static List<?> violations(Browser browser) throws IOException {
    browser.evaluate(script() + "; 0");
    return (List<?>) browser.evaluate(RUN);
  }

  /** Several processes run tests at the same time; one of them installs, the others wait. */
  private static synchronized String script() throws IOException {
    Path file = FOLDER.resolve("node_modules").resolve("axe-core").resolve("axe.min.js");
    Files.createDirectories(FOLDER);
    try (FileChannel lock = FileChannel.open(FOLDER.resolve("lock"), CREATE, WRITE);
        FileLock _ = lock.lock()) {
      if (!Files.exists(file)) {
        install();
      }
    }
    return Files.readString(file);
  }

  /** Scripts of packages are not run: what is needed of this one is a file. */
  private static void install() throws IOException {
    List<String> command =
        List.of(
            "npm",
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
            FOLDER.toString(),
            PACKAGE);
    CommandRunner.Result result;
    try {
      result = new ProcessRunner().run(command, "", Duration.ofMinutes(5));
    } catch (IOException e) {
      throw new IllegalStateException(HOW, e);
    }
    if (result.exit() != 0) {
      throw new IOException("npm install: " + result.error());
    }
  }
}
