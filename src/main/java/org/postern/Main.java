package org.postern;

import java.io.Console;
import java.util.Optional;
import org.postern.cli.CommandLineSkin;
import org.postern.cli.Palette;
import org.postern.command.CommandTable;
import org.postern.pipeline.Assembly;

/** Where the program starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    Palette palette =
        Palette.detect(
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent(),
            environment("NO_COLOR"),
            environment("TERM"));
    CommandLineSkin skin =
        new CommandLineSkin(CommandTable.of(Assembly::pipeline), System.out, System.err, palette);
    System.exit(skin.run(args));
  }

  private static String environment(String name) {
    return Optional.ofNullable(System.getenv(name)).orElse("");
  }
}
