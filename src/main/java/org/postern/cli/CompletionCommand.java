package org.postern.cli;

import java.util.List;
import java.util.function.Supplier;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Parameter;
import org.postern.command.Reply;
import org.postern.command.UsageException;

/** Prints what a shell loads to complete the words of a command line: {@code completion}. */
final class CompletionCommand {
  /** The shells that there is a script for. */
  static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private static final String NAME = "completion";

  private final Supplier<List<Command>> table;

  private CompletionCommand(Supplier<List<Command>> table) {
    this.table = table;
  }

  /**
   * Returns the row of the command table.
   *
   * @param table all commands, this one among them
   */
  static Command row(Supplier<List<Command>> table, String program) {
    return new Command(
        NAME,
        "print what makes a shell complete commands, options and files: bash, zsh or fish",
        List.of(Parameter.required("SHELL", "bash, zsh or fish")),
        List.of(),
        program + " completion bash",
        new CompletionCommand(table)::run);
  }

  private Reply run(Invocation invocation) {
    String shell = invocation.word(0).orElse("");
    Reply.Builder reply = new Reply.Builder(NAME);
    String script = script(shell);
    script.lines().forEach(reply::line);
    return reply.put("shell", shell).put("script", script).build();
  }

  private String script(String shell) {
    List<Command> commands = Place.shown(table.get());
    return switch (shell) {
      case "bash" -> new BashCompletion(commands).text();
      case "zsh" -> new ZshCompletion(commands).text();
      case "fish" -> new FishCompletion(commands).text();
      default -> throw new UsageException(WrongWords.value("SHELL", shell, SHELLS));
    };
  }
}
