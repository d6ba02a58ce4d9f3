package org.postern.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.diagnostic.Visible;
import org.postern.host.Progress;

/** One command of the table for each run of the program; replies as text or JSON. */
public final class CommandLineSkin {
  private static final String PROGRAM = "postern";

  private final List<Command> commands;
  private final StandardOutput out;
  private final PrintStream err;
  private final Palette palette;
  private final Supplier<Canvas> canvas;
  private final Progress progress;

  /**
   * Over this table.
   *
   * @param canvas what pictures are drawn on; asked for only when there is one to draw
   * @param progress where work is shown while it lasts
   */
  public CommandLineSkin(
      List<Command> commands,
      StandardOutput out,
      PrintStream err,
      Palette palette,
      Supplier<Canvas> canvas,
      Progress progress) {
    this.progress = progress;
    this.commands = List.copyOf(commands);
    this.out = out;
    this.err = err;
    this.palette = palette;
    this.canvas = canvas;
  }

  /** Parses, runs and prints; answers the exit code of the process. */
  public int run(String... words) {
    Optional<Command> plain = plain(words);
    if (plain.isEmpty()) {
      return parseAndRun(words);
    }
    Map<String, List<String>> flags = new LinkedHashMap<>();
    Stream.of(words).skip(1).forEach(flag -> flags.put(flag, List.of("true")));
    return run(plain.get(), new Invocation(List.of(), flags), WordsParser.Form.TEXT);
  }

  /**
   * A command with nothing but flags needs no parser, and whoever boots a host does not wait for
   * one to be loaded.
   */
  private Optional<Command> plain(String... words) {
    return commands.stream()
        .filter(command -> words.length > 0 && command.name().equals(words[0]))
        .filter(command -> command.parameters().stream().noneMatch(Parameter::required))
        .filter(command -> flags(command).containsAll(List.of(words).subList(1, words.length)))
        .findFirst();
  }

  private static Set<String> flags(Command command) {
    return command.options().stream()
        .filter(option -> !option.takesValue())
        .map(Option::name)
        .collect(Collectors.toSet());
  }

  private int run(Command command, Invocation invocation, WordsParser.Form form) {
    if (progress instanceof Interruption interruption) {
      interruption.begin(command, invocation.has("--dry-run"));
    }
    Reply reply = new Runner(command, progress).run(invocation);
    if (progress instanceof Interruption interruption) {
      interruption.end();
    }
    new ReplyPrinter(out.stream(), err, palette, canvas).print(reply, form);
    return written(reply.exit(), " " + command.name()).number();
  }

  /** A reader that has left has seen enough, so nothing is said of it, as usual tools do. */
  private ExitCode written(ExitCode exit, String command) {
    Optional<IOException> failure = out.failure();
    failure
        .filter(why -> !StandardOutput.isReaderGone(why))
        .ifPresent(
            why ->
                err.println(
                    PROGRAM
                        + command
                        + ": standard output cannot be written: "
                        + Visible.text(String.valueOf(why.getMessage()))));
    return failure.isEmpty() ? exit : ExitCode.first(List.of(exit, ExitCode.OUTPUT));
  }

  private int parseAndRun(String... words) {
    return switch (new WordsParser(commands, PROGRAM).parse(palette, List.of(words))) {
      case WordsParser.Parsed.Call call -> run(call.command(), call.invocation(), call.form());
      case WordsParser.Parsed.Help help -> {
        out.stream().println(help.text());
        yield written(ExitCode.DONE, "").number();
      }
      case WordsParser.Parsed.Wrong wrong -> {
        err.println(PROGRAM + ": " + Visible.text(Visible.shortened(wrong.why())));
        String name = wrong.command().map(command -> " " + command.name()).orElse("");
        err.println("see: " + PROGRAM + name + " --help");
        yield ExitCode.USAGE.number();
      }
    };
  }
}
