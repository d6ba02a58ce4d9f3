package org.postern.cli;

import java.util.List;
import java.util.function.Supplier;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Parameter;
import org.postern.command.Reply;
import org.postern.host.Version;

/** The commands about the program itself: help, completion, manual pages, version. */
public final class HelpCommands {
  private static final String HELP = "help";

  private final Supplier<List<Command>> table;
  private final String program;

  private HelpCommands(Supplier<List<Command>> table, String program) {
    this.table = table;
    this.program = program;
  }

  /**
   * Returns the commands.
   *
   * @param table all commands, these included
   * @param program the word before a command on a line
   */
  public static List<Command> rows(Supplier<List<Command>> table, String program) {
    HelpCommands commands = new HelpCommands(table, program);
    return List.of(
        new Command(
            HELP,
            "tell what there is, or all of one command",
            List.of(Parameter.optional("COMMAND", "the one to tell of")),
            List.of(),
            program + " help plan",
            commands::help),
        CompletionCommand.row(table, program),
        TargetNamesCommand.row(),
        ManualCommand.row(table),
        version(program + " version"));
  }

  /** Returns the command {@code version}. */
  public static Command version(String example) {
    return new Command(
        "version", "tell the version", List.of(), List.of(), example, HelpCommands::version);
  }

  private Reply help(Invocation invocation) {
    Reply.Builder reply = new Reply.Builder(HELP);
    List<String> words =
        invocation.word(0).map(name -> List.of(name, "--help")).orElse(List.of("--help"));
    return switch (new WordsParser(table.get(), program).parse(Palette.plain(), words)) {
      case WordsParser.Parsed.Help help -> {
        help.text().lines().forEach(reply::line);
        yield reply.put("text", help.text()).build();
      }
      case WordsParser.Parsed.Wrong wrong -> wrong(wrong.why(), reply);
      case WordsParser.Parsed.Call call -> wrong("there is no help for it", reply);
    };
  }

  private Reply wrong(String why, Reply.Builder reply) {
    return reply
        .error(Line.Style.BAD, program + " help: " + why)
        .error(Line.Style.PLAIN, "see: " + program + " help")
        .put("error", why)
        .exit(ExitCode.USAGE)
        .build();
  }

  private static Reply version(Invocation invocation) {
    return new Reply.Builder("version")
        .line(Line.Style.PLAIN, "postern " + Version.text())
        .put("program", Version.text())
        .build();
  }
}
