package org.postern;

import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.cli.Canvas;
import org.postern.cli.CommandLineSkin;
import org.postern.cli.Palette;
import org.postern.cli.TerminalProgress;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Progress;
import org.postern.command.Surroundings;
import org.postern.pipeline.Assembly;
import org.postern.shell.ShellCommand;

/** Where the program starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    Palette palette = Palette.detect(terminal, environment("NO_COLOR"), environment("TERM"));
    Progress progress = terminal ? new TerminalProgress(System.err) : Progress.SILENT;
    Surroundings surroundings =
        new Surroundings(progress, System.getenv(), System.err::println, Optional.empty());
    List<Command> commands = new ArrayList<>(CommandTable.of(Assembly::pipeline, surroundings));
    commands.addAll(ShellCommand.rows(Assembly::pipeline, surroundings, palette, terminal));
    CommandLineSkin skin =
        new CommandLineSkin(
            commands,
            System.out,
            System.err,
            palette,
            () -> Canvas.detect(palette, System.getenv(), System.out.charset()));
    System.exit(skin.run(args));
  }

  private static String environment(String name) {
    return Optional.ofNullable(System.getenv(name)).orElse("");
  }
}
