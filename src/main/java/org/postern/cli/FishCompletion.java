package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import org.postern.command.Command;
import org.postern.command.Option;
import org.postern.command.Parameter;

/** Writes the completion script of the shell fish. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion of postern for fish, written by: postern completion fish
      function __postern_begins
          test (count (commandline -opc)) -eq 1
      end
      function __postern_is
          set -l words (commandline -opc)
          test (count $words) -gt 1; and test $words[2] = $argv[1]
      end
      function __postern_targets
          set -l policy
          for word in (commandline -opc)
              if string match -q '*.yaml' -- $word; and test -r $word
                  set policy $word
              end
          end
          postern %s $policy 2>/dev/null
      end
      complete -c postern -f
      """
          .formatted(TargetNamesCommand.NAME);

  private static final String BEGINS = "__postern_begins";

  private final List<Command> commands;

  FishCompletion(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  /** Returns the script. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(line(BEGINS, "-s h -l help", WordsParser.HELP.help()));
    lines.add(line(BEGINS, "-s V -l version", WordsParser.VERSION.help()));
    for (Command command : commands) {
      lines.add(line(BEGINS, "-a " + command.name(), command.summary()));
    }
    for (Command command : commands) {
      String condition = "'__postern_is " + command.name() + "'";
      for (Option option : WordsParser.options(command)) {
        lines.add(line(condition, name(option) + value(command, option), option.help()));
      }
      for (Parameter parameter : command.parameters()) {
        String offer = offer(Place.of(parameter, commands));
        if (!offer.isEmpty()) {
          lines.add(line(condition, offer, parameter.name()));
        }
      }
    }
    return HEAD + String.join("\n", lines) + "\n";
  }

  private static String line(String condition, String what, String help) {
    return "complete -c postern -n %s %s -d %s".formatted(condition, what, quoted(help));
  }

  private static String name(Option option) {
    String letter = WordsParser.letter(option);
    String shortName = letter.isEmpty() ? "" : "-s " + letter;
    String longName = option.name().startsWith("--") ? "-l " + option.name().substring(2) : "";
    return (shortName + " " + longName).strip();
  }

  private static String value(Command command, Option option) {
    if (!option.takesValue()) {
      return "";
    }
    String offer = offer(Place.of(command, option));
    return offer.equals("-F") ? " -r -F" : (" -x " + offer).stripTrailing();
  }

  private static String offer(Place place) {
    return switch (place) {
      case Place.AnyFile _ -> "-F";
      case Place.AnyFolder _ -> "-a '(__fish_complete_directories)'";
      case Place.OneOf one -> "-a " + quoted(String.join(" ", one.words()));
      case Place.ATarget one ->
          "-a " + quoted(String.join(" ", one.kinds()) + " (__postern_targets)");
      case Place.Free _ -> "";
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
