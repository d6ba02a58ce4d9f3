package org.postern.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.diagnostic.Visible;
import org.postern.host.Progress;

/** Runs one command of the table for each run of the program; replies are text or JSON. */
public final class CommandLineSkin {
  private static final String PROGRAM = "postern";

  private final List<Command> commands;
  private final StandardOutput out;
  private final PrintStream err;
  private final Palette palette;
  private final Supplier<Canvas> canvas;
  private final Progress progress;

  /**
   * Creates the skin of this table.
   *
   * @param canvas the canvas that pictures are drawn on; asked for only when there is one to draw
   * @param progress shows work while it lasts
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

  /** Parses, runs and prints; returns the exit code of the process. */
  public int run(String... words) {
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

  private int run(Command command, Invocation invocation, WordsParser.Form form) {
    if (progress instanceof Interruption interruption) {
      interruption.begin(command, invocation.has("--dry-run"));
    }
    Runner runner = new Runner(command, progress);
    Reply reply = runner.run(invocation);
    if (progress instanceof Interruption interruption) {
      interruption.end();
    }
    ReplyPrinter printer = new ReplyPrinter(out.stream(), err, palette, canvas);
    ExitCode exit = reply.exit();
    try {
      printer.print(reply, form);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      printer.print(runner.bug(e), WordsParser.Form.NOTHING);
      exit = ExitCode.BUG;
    }
    return written(exit, " " + command.name()).number();
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
}
