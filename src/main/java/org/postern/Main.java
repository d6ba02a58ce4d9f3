package org.postern;

import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.cli.Canvas;
import org.postern.cli.CommandLineSkin;
import org.postern.cli.HelpCommands;
import org.postern.cli.Interruption;
import org.postern.cli.Palette;
import org.postern.cli.StandardOutput;
import org.postern.cli.TerminalProgress;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Pipelines;
import org.postern.command.Surroundings;
import org.postern.host.Progress;
import org.postern.host.ffm.TerminalSize;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Pipeline;
import org.postern.shell.ShellCommand;

/** The entry point of the program. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    Palette palette = Palette.detect(terminal, environment("NO_COLOR"), environment("TERM"));
    Interruption progress = new Interruption(progress());
    progress.tellOn(System.err);
    Surroundings surroundings =
        new Surroundings(progress, System.getenv(), System.err::println, Optional.empty());
    StandardOutput out = StandardOutput.ofProcess();
    List<Command> commands = new ArrayList<>(CommandTable.of(pipelines(progress), surroundings));
    commands.addAll(
        ShellCommand.rows(pipelines(progress), surroundings, palette, out.stream(), terminal));
    commands.addAll(HelpCommands.rows(() -> commands, "postern"));
    CommandLineSkin skin =
        new CommandLineSkin(
            commands,
            out,
            System.err,
            palette,
            () -> Canvas.detect(palette, System.getenv(), System.out.charset()),
            progress);
    System.exit(skin.run(args));
  }

  /**
   * Returns the progress that is written over and over again: for a terminal that can erase, and
   * for nothing else.
   */
  private static Progress progress() {
    return environment("TERM").equals("dumb")
        ? Progress.SILENT
        : new TerminalProgress(System.err, Main::columns);
  }

  /** Returns the width of the terminal that shows progress; 0 where it is not known. */
  private static int columns() {
    return TerminalSize.of(TerminalSize.STANDARD_ERROR).map(TerminalSize::columns).orElse(0);
  }

  private static Pipelines pipelines(Progress progress) {
    return new Pipelines() {
      @Override
      public Pipeline at(Path state) {
        return Assembly.pipeline(state, progress);
      }

      @Override
      public Pipeline unwatched(Path state) {
        return Assembly.pipeline(state);
      }
    };
  }

  private static String environment(String name) {
    return Optional.ofNullable(System.getenv(name)).orElse("");
  }
}
