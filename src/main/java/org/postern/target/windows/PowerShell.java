package org.postern.target.windows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.host.CommandRunner;

/**
 * Runs a script on Windows, by PowerShell or the script host of VBScript. It is run from a file:
 * what comes by standard input is run line by line, and cannot have parameters.
 */
final class PowerShell {
  /** A server has some hundred rules, and reading one takes up to a tenth of a second. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** The last line of a script that came to its end. */
  static final String LAST_LINE = "end";

  private final CommandRunner runner;

  PowerShell(CommandRunner runner) {
    this.runner = runner;
  }

  /** Runs a script to its end, with these switches. */
  CommandRunner.Result run(Script script, String... switches) throws IOException {
    Path folder = Files.createTempDirectory("postern");
    Path file = folder.resolve(script.file());
    try {
      Files.write(file, script.text().getBytes(StandardCharsets.US_ASCII));
      List<String> command = new ArrayList<>(interpreter(script));
      command.add(file.toString());
      command.addAll(List.of(switches));
      CommandRunner.Result result = runner.run(command, "", DEADLINE);
      return script.isVbScript() ? withFaults(result) : result;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  /**
   * Returns the result with the faults apart. VBScript prints them like all else; what is listed is
   * indented, and the last line is a mark.
   */
  private static CommandRunner.Result withFaults(CommandRunner.Result result) {
    String faults =
        result
            .output()
            .lines()
            .filter(line -> !line.startsWith(" ") && !line.equals(LAST_LINE))
            .collect(Collectors.joining("\n"));
    return new CommandRunner.Result(result.exit(), result.output(), result.error() + faults);
  }

  private static List<String> interpreter(Script script) {
    return script.isVbScript()
        ? List.of("cscript.exe", "//nologo")
        : List.of(
            "powershell.exe",
            "-NoProfile",
            "-NonInteractive",
            "-ExecutionPolicy",
            "Bypass",
            "-File");
  }
}
