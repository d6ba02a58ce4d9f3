package org.postern.shell;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.cli.Palette;
import org.postern.cli.WordsParser;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Parameter;
import org.postern.command.Reply;

/**
 * Tells what there is: {@code help}, {@code help COMMAND}; and {@code exit}, which is told of only.
 */
final class HelpCommand {
  /** The words that end a conversation. */
  static final Set<String> ENDS = Set.of("exit", "quit");

  private final Supplier<List<Command>> table;

  HelpCommand(Supplier<List<Command>> table) {
    this.table = table;
  }

  List<Command> commands() {
    return List.of(
        new Command(
            "help",
            "tell what there is, or all of one command",
            List.of(Parameter.optional("COMMAND", "the one to tell of")),
            List.of(),
            "help simulate",
            this::help),
        new Command(
            "exit",
            "leave; a draft that is not written is told first",
            List.of(),
            List.of(),
            "exit",
            invocation -> new Reply.Builder("exit").build()));
  }

  private Reply help(Invocation invocation) {
    Optional<String> name = invocation.word(0);
    return name.isEmpty() ? all() : one(name.get());
  }

  private Reply all() {
    Reply.Builder reply = new Reply.Builder("help");
    for (Command command : table.get()) {
      reply.line("  %-10s %s".formatted(command.name(), command.summary()));
    }
    return reply
        .line("")
        .line(
            "set, rule and source change a draft; plan, try, why and simulate show what it would"
                + " do;")
        .line("write saves it, and only apply changes a packet filter.")
        .line(
            Line.Style.ASIDE,
            "help COMMAND tells more, with an example. Tab completes, Ctrl-R searches.")
        .build();
  }

  private Reply one(String name) {
    Reply.Builder reply = new Reply.Builder("help");
    WordsParser parser = new WordsParser(table.get(), "");
    return switch (parser.parse(Palette.plain(), List.of(name, "--help"))) {
      case WordsParser.Parsed.Help help -> {
        help.text().lines().map(HelpCommand::spoken).forEach(reply::line);
        yield reply.build();
      }
      case WordsParser.Parsed.Wrong wrong -> missing(name, reply);
      case WordsParser.Parsed.Call call -> missing(name, reply);
    };
  }

  private static Reply missing(String name, Reply.Builder reply) {
    return reply
        .error(Line.Style.BAD, "there is no command " + name + "; see: help")
        .exit(ExitCode.USAGE)
        .build();
  }

  /** Returns the line without the name of the program, which is not typed here. */
  private static String spoken(String line) {
    return line.replaceFirst("(^|Example: )postern ", "$1");
  }
}
