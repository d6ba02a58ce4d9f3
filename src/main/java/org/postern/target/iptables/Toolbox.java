package org.postern.target.iptables;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.postern.diagnostic.Visible;
import org.postern.host.CommandRunner;
import org.postern.target.TargetException;

/** Runs the tools, and reports their failures as {@link TargetException}. */
final class Toolbox {
  /** The time limit of a tool. Half a million prefixes take seconds; one that runs longer hangs. */
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static final int MOST_WORDS = 300;

  private final CommandRunner runner;

  Toolbox(CommandRunner runner) {
    this.runner = runner;
  }

  /**
   * Returns what a tool prints.
   *
   * @throws TargetException when the tool cannot be run, or fails
   */
  String run(List<String> command, String input) throws TargetException {
    CommandRunner.Result result;
    try {
      result = runner.run(command, input, DEADLINE);
    } catch (IOException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "%s: %s; %s".formatted(command.getFirst(), e.getMessage(), Tools.INSTALL),
          e);
    }
    if (result.exit() != 0) {
      throw failure(command, result);
    }
    return result.output();
  }

  private static TargetException failure(List<String> command, CommandRunner.Result result) {
    String said =
        Stream.concat(result.error().lines(), result.output().lines())
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .findFirst()
            .orElse("ended with " + result.exit());
    String words = Visible.text(said.length() > MOST_WORDS ? said.substring(0, MOST_WORDS) : said);
    String small = said.toLowerCase(Locale.ROOT);
    if (small.contains("permission denied") || small.contains("not permitted")) {
      return new TargetException(
          TargetException.Kind.PERMISSION,
          words
              + ": needs CAP_NET_ADMIN, iptables-legacy CAP_NET_RAW too (run as root, or with"
              + " those capabilities)");
    }
    boolean passes = small.contains("xtables lock") || small.contains("temporarily unavailable");
    return new TargetException(
        passes ? TargetException.Kind.TEMPORARY : TargetException.Kind.UNAVAILABLE,
        command.getFirst() + ": " + words);
  }
}
