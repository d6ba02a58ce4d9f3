package org.postern.target.windows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.host.CommandRunner;

/**
 * Runs a script on Windows. It is run from a file: what comes by standard input is run line by
 * line, and cannot have parameters.
 */
final class PowerShell {
  /** A server has some hundred rules, and reading one takes up to a tenth of a second. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final CommandRunner runner;

  PowerShell(CommandRunner runner) {
    this.runner = runner;
  }

  /** Runs to the end, with these switches. */
  CommandRunner.Result run(Script script, String... switches) throws IOException {
    Path folder = Files.createTempDirectory("postern");
    Path file = folder.resolve(script.file());
    try {
      Files.write(file, script.text().getBytes(StandardCharsets.US_ASCII));
      List<String> command =
          new ArrayList<>(
              List.of(
                  "powershell.exe",
                  "-NoProfile",
                  "-NonInteractive",
                  "-ExecutionPolicy",
                  "Bypass",
                  "-File",
                  file.toString()));
      command.addAll(List.of(switches));
      return runner.run(command, "", DEADLINE);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }
}
