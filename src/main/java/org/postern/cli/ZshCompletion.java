package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.command.Command;
import org.postern.command.Option;
import org.postern.command.Parameter;

/** The completion script of zsh: a function for its folder of functions, or to be evaluated. */
final class ZshCompletion {
  private static final String TAIL =
      """
        esac
      }
      if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
        _postern "$@"
      else
        compdef _postern postern
      fi
      """;

  private final List<Command> commands;

  ZshCompletion(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  /** Returns the script. */
  String text() {
    String names =
        commands.stream()
            .map(one -> "      '%s:%s'".formatted(one.name(), quoted(one.summary())))
            .collect(Collectors.joining("\n"));
    String cases = commands.stream().map(this::of).collect(Collectors.joining());
    return head(names) + cases + TAIL;
  }

  private String of(Command command) {
    List<String> lines = new ArrayList<>(List.of("    _arguments"));
    for (Option option : WordsParser.options(command)) {
      lines.add("'%s'".formatted(of(command, option)));
    }
    int place = 1;
    for (Parameter parameter : command.parameters()) {
      String number = parameter.many() ? "*" : String.valueOf(place++);
      String colon = parameter.many() || parameter.required() ? ":" : "::";
      String action = action(Place.of(parameter, commands));
      lines.add("'%s%s%s:%s'".formatted(number, colon, escaped(parameter.name()), action));
    }
    return "    %s)\n  %s\n      ;;\n"
        .formatted(command.name(), String.join(" \\\n        ", lines));
  }

  private static String of(Command command, Option option) {
    String many = option.many() ? "*" : "";
    String sign = option.takesValue() && option.name().startsWith("--") ? "=" : "";
    String value =
        option.takesValue()
            ? ":%s:%s".formatted(escaped(option.placeholder()), action(Place.of(command, option)))
            : "";
    return "%s%s%s[%s]%s".formatted(many, option.name(), sign, escaped(option.help()), value);
  }

  private static String action(Place place) {
    return switch (place) {
      case Place.AnyFile _ -> "_files";
      case Place.AnyFolder _ -> "_files -/";
      case Place.OneOf one -> "(" + String.join(" ", one.words()) + ")";
      case Place.ATarget _ -> "_postern_targets";
      case Place.Free _ -> " ";
    };
  }

  private static String escaped(String text) {
    return quoted(text.replace("[", "\\[").replace("]", "\\]").replace(":", "\\:"));
  }

  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }

  private static String head(String names) {
    return """
    #compdef postern
    # Completion of postern for zsh, written by: postern completion zsh
    _postern_targets() {
      local word policy=
      for word in $words; do
        if [[ $word == *.yaml && -r $word ]]; then policy=$word; fi
      done
      local -a names=(%s ${(f)"$(postern %s $policy 2>/dev/null)"})
      compadd -a names
    }
    _postern() {
      local curcontext="$curcontext" state line
      typeset -A opt_args
      if ((CURRENT == 2)); then
        local -a commands=(
    %s
        )
        local -a options=(
          '--help:%s'
          '--version:%s'
        )
        _describe -t commands command commands
        _describe -o -t options option options
        return
      fi
      local name=$words[2]
      shift words
      ((CURRENT--))
      case $name in
    """
        .formatted(
            String.join(" ", Place.targets()),
            TargetNamesCommand.NAME,
            names,
            WordsParser.HELP.help(),
            WordsParser.VERSION.help());
  }
}
