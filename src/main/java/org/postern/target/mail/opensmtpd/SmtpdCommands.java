package org.postern.target.mail.opensmtpd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.host.CommandRunner;

/** Runs smtpd(8) and smtpctl(8) of one OpenSMTPD. */
final class SmtpdCommands {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** The message of smtpctl where smtpd does not run. */
  private static final String NOT_RUNNING = "doesn't seem to be running";

  /** The message of smtpctl where its group was not given to it, as by no_new_privs (prctl(2)). */
  private static final String NO_GROUP = "must be setgid";

  private static final String OK = "configuration OK";

  private final CommandRunner runner;
  private final OpensmtpdOptions options;

  SmtpdCommands(CommandRunner runner, OpensmtpdOptions options) {
    this.runner = runner;
    this.options = options;
  }

  /**
   * Has smtpd read a table again.
   *
   * @return whether it runs: one that does not reads its tables when it starts
   * @throws IOException when it does not, in words
   */
  boolean update(String table) throws IOException {
    Path program = options.commands().resolve("smtpctl");
    List<String> command = List.of(program.toString(), "update", "table", table);
    CommandRunner.Result result = runner.run(command, "", DEADLINE);
    if (said(result).contains(NO_GROUP)) {
      List<String> grouped =
          new ArrayList<>(List.of("setpriv", "--egid", group(program), "--keep-groups", "--"));
      grouped.addAll(command);
      result = runner.run(grouped, "", DEADLINE);
    }
    if (result.exit() == 0) {
      return true;
    }
    if (said(result).contains(NOT_RUNNING)) {
      return false;
    }
    throw new IOException(
        "smtpctl update table %s: %s%s"
            .formatted(
                table,
                first(said(result)),
                said(result).contains("command failed")
                    ? "; smtpd may have started before smtpd.conf named it: service opensmtpd"
                        + " restart"
                    : ""));
  }

  private static String group(Path program) throws IOException {
    return String.valueOf(Files.getAttribute(program, "unix:gid"));
  }

  /** Returns why smtpd would not start by its configuration; empty when it would. */
  Optional<String> fault() throws IOException {
    return fault(options.config().toString(), "");
  }

  /** Returns why smtpd would not start by a configuration; empty when it would. */
  Optional<String> faultOf(String configuration) throws IOException {
    return fault("/dev/stdin", configuration);
  }

  private Optional<String> fault(String file, String input) throws IOException {
    CommandRunner.Result result =
        runner.run(
            List.of(options.commands().resolve("smtpd").toString(), "-n", "-f", file),
            input,
            DEADLINE);
    return result.exit() == 0 && said(result).contains(OK)
        ? Optional.empty()
        : Optional.of(first(said(result)));
  }

  private static String said(CommandRunner.Result result) {
    return result.error() + result.output();
  }

  private static String first(String text) {
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("it says nothing");
  }
}
