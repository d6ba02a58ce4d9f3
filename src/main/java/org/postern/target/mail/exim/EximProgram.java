package org.postern.target.mail.exim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.host.CommandRunner;

/** The program of one Exim. */
final class EximProgram {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String PROMPT = "> ";

  /** The last line of a reply (RFC 5321 4.2.1). */
  private static final Pattern REPLY = Pattern.compile("[2-5][0-9]{2}(?: .*)?");

  private final CommandRunner runner;
  private final EximOptions options;

  EximProgram(CommandRunner runner, EximOptions options) {
    this.runner = runner;
    this.options = options;
  }

  /** Returns the program with its configuration and these arguments. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(options.command().toString()));
    options.config().ifPresent(file -> command.addAll(List.of("-C", file.toString())));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Returns the configuration as Exim reads it, with what is included and macros replaced.
   *
   * @throws IOException when Exim cannot read it, or is so old that it does not tell, in its words
   */
  AclText configuration() throws IOException {
    CommandRunner.Result result = runner.run(command("-bP", "config"), "", DEADLINE);
    if (result.exit() != 0 || !result.output().contains("begin ")) {
      throw new IOException(said(result));
    }
    return AclText.read(result.output());
  }

  /** Returns the file that Exim reads first; empty where it does not tell. */
  Optional<Path> configurationFile() throws IOException {
    CommandRunner.Result result = runner.run(command("-bP", "configure_file"), "", DEADLINE);
    return result
        .output()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("/"))
        .findFirst()
        .map(Path::of);
  }

  /**
   * Returns what expressions expand to, one a line, by one process.
   *
   * @param expressions each without a line break
   * @throws IOException when there is not an answer for each
   */
  List<String> expand(List<String> expressions) throws IOException {
    CommandRunner.Result result =
        runner.run(command("-be"), String.join("\n", expressions) + "\n", DEADLINE);
    List<String> answers = new ArrayList<>();
    for (String line : result.output().split("\n", -1)) {
      String answer = line.startsWith(PROMPT) ? line.substring(PROMPT.length()) : line;
      answers.add(answer.strip());
    }
    if (answers.size() < expressions.size()) {
      throw new IOException(said(result));
    }
    return answers.subList(0, expressions.size());
  }

  /**
   * A session that delivers nothing.
   *
   * @param replies codes of what the client is told, in order
   * @param log the lines that go to the log on the way
   */
  record Session(List<String> replies, List<String> log) {
    /** Tells whether a text is in the log. */
    boolean logged(String text) {
      return log.stream().anyMatch(line -> line.contains(text));
    }

    /** Tells whether a command was answered that it is done. */
    boolean took(int index) {
      return replies.size() > index && replies.get(index).startsWith("2");
    }
  }

  /** Returns the replies and the log of a session with a client from an address. */
  Session session(String address, List<String> lines) throws IOException {
    CommandRunner.Result result =
        runner.run(command("-bh", address), String.join("\r\n", lines) + "\r\n", DEADLINE);
    return new Session(
        result.output().lines().filter(line -> REPLY.matcher(line).matches()).toList(),
        result.error().lines().filter(line -> line.startsWith("LOG: ")).toList());
  }

  private String said(CommandRunner.Result result) {
    String first =
        (result.error() + result.output())
            .lines()
            .filter(line -> !line.isBlank())
            .findFirst()
            .orElse("it says nothing");
    return "%s ended with %d: %s".formatted(options.command(), result.exit(), first);
  }
}
