package org.postern.target.mail.postfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.host.CommandRunner;
import org.postern.target.mail.Consumer;

/** The programs of one Postfix. */
final class PostfixCommands {
  /** A table of half a million lines is read in seconds. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final CommandRunner runner;
  private final PostfixOptions options;

  /** Creates the commands of one Postfix. */
  PostfixCommands(CommandRunner runner, PostfixOptions options) {
    this.runner = runner;
    this.options = options;
  }

  /** Tells whether there is a Postfix: its folder is here, or a container is named. */
  boolean isHere() {
    return options.container().isPresent() || Files.isDirectory(options.config());
  }

  /** Returns what asks Postfix; empty where it is not on this host. */
  Optional<Consumer> consumer() {
    return Optional.<Consumer>of(
            new PostfixConsumer(this, options, new SmtpProcesses(Path.of("/proc"))))
        .filter(_ -> isHere());
  }

  /** A program and its arguments, run where Postfix is. */
  List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    options
        .container()
        .ifPresent(name -> command.addAll(List.of(options.runtime(), "exec", "-i", name)));
    command.add(options.commands().resolve(program).toString());
    command.addAll(List.of("-c", options.config().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a program.
   *
   * @throws IOException when it cannot be run
   */
  CommandRunner.Result run(String input, String program, String... arguments) throws IOException {
    return runner.run(command(program, arguments), input, DEADLINE);
  }

  /** Returns parameters by name, as {@code NAME = VALUE} lines tell them. */
  Map<String, String> parameters(String... arguments) throws IOException {
    CommandRunner.Result result = run("", "postconf", arguments);
    if (result.exit() != 0 && result.output().isEmpty()) {
      throw new IOException("postconf: " + first(result.error()));
    }
    Map<String, String> values = new TreeMap<>();
    for (String line : result.output().lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return values;
  }

  /** Returns the first line of what a program said. */
  static String first(String text) {
    return Optional.of(text).flatMap(all -> all.lines().findFirst()).orElse("it says nothing");
  }
}
