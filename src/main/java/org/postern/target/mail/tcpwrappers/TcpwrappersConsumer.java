package org.postern.target.mail.tcpwrappers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.target.mail.ConnectionQuestions;
import org.postern.target.mail.Consumer;

/**
 * Asks tcpdmatch(8), which looks into the files as tcpd does at each connection. There is nothing
 * to compile or to reload.
 */
final class TcpwrappersConsumer implements Consumer {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /**
   * The most lines that tcpdmatch compares for all questions together, which takes some seconds.
   */
  private static final long LINES = 25_000_000;

  private static final String ACCESS = "access:";

  /**
   * The configuration of inetd in which tcpdmatch(8) looks for services; it tells nothing of
   * clients.
   */
  private static final String NO_SERVICES = "/dev/null";

  private final CommandRunner runner;
  private final TcpwrappersOptions options;
  private final Path commands;

  TcpwrappersConsumer(CommandRunner runner, TcpwrappersOptions options, Path commands) {
    this.runner = runner;
    this.options = options;
    this.commands = commands;
  }

  @Override
  public void take() {
    // tcpd reads its files at each connection.
  }

  @Override
  public Answer ask(Ruleset ruleset) throws IOException {
    Decisions meant = new HostsFiles(options).decisions(ruleset, true);
    return ConnectionQuestions.ask(
        ruleset,
        TcpwrappersSystem.CAPABILITIES.families(),
        most(ruleset),
        client -> wrong(client, meant.accepts(client)));
  }

  /**
   * Returns the most intervals that are asked: each of the four questions for one reads the file
   * from its begin.
   */
  private static int most(Ruleset ruleset) {
    long lines = 1;
    for (AccessRule rule : ruleset.rules()) {
      lines += rule.peers().asSet().prefixes().size();
    }
    return Math.clamp(LINES / lines / 4, 1, ConnectionQuestions.MOST);
  }

  private Optional<String> wrong(Address client, Optional<Boolean> meant) throws IOException {
    boolean granted = isGranted(client);
    return meant.isEmpty() || meant.get() == granted
        ? Optional.empty()
        : Optional.of("tcpd is going to %s %s".formatted(granted ? "let in" : "deny", client));
  }

  private boolean isGranted(Address client) throws IOException {
    CommandRunner.Result result =
        runner.run(
            List.of(
                commands.resolve("tcpdmatch").toString(),
                "-i",
                NO_SERVICES,
                options.daemon(),
                client.toString()),
            "",
            DEADLINE);
    String access =
        result
            .output()
            .lines()
            .filter(line -> line.startsWith(ACCESS))
            .map(line -> line.substring(ACCESS.length()).strip())
            .findFirst()
            .orElse("");
    return switch (access) {
      case "granted" -> true;
      case "denied", "delegated" -> false;
      default ->
          throw new IOException(
              "tcpdmatch: "
                  + result
                      .error()
                      .lines()
                      .findFirst()
                      .orElseGet(() -> "it ended with " + result.exit()));
    };
  }
}
