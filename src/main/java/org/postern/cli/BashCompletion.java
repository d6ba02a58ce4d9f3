package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.command.Command;
import org.postern.command.Option;

/** The completion script of bash, which needs no package beside bash itself. */
final class BashCompletion {
  private static final String TAIL =
      """
            *) options= ;;
          esac
        fi
        if [[ $place != value* && $current == -* ]]; then
          place=words words=$options
        fi
        case $place in
          *files)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            ;;
          *folders)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            ;;
          *words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
        esac
      }
      complete -F _postern postern
      """;

  private final List<Command> commands;

  BashCompletion(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  /** Returns the script. */
  String text() {
    String names = commands.stream().map(Command::name).collect(Collectors.joining(" "));
    String cases = commands.stream().map(this::of).collect(Collectors.joining());
    return head(names) + cases + TAIL;
  }

  private String of(Command command) {
    List<Option> options = WordsParser.options(command);
    List<String> lines = new ArrayList<>();
    lines.add("      %s)".formatted(command.name()));
    lines.add("        options='%s'".formatted(names(options)));
    lines.add("        case $before in");
    values(command, options)
        .forEach(
            (what, names) ->
                lines.add("          %s) %s ;;".formatted(String.join(" | ", names), what)));
    lines.add("          *) %s ;;".formatted(words(command)));
    lines.add("        esac");
    lines.add("        ;;");
    return String.join("\n", lines) + "\n";
  }

  private static String names(List<Option> options) {
    return options.stream().map(Option::name).sorted().collect(Collectors.joining(" "));
  }

  /** Returns the options that take a value, by what is offered for it. */
  private static Map<String, List<String>> values(Command command, List<Option> options) {
    Map<String, List<String>> values = new TreeMap<>();
    for (Option option : options) {
      if (option.takesValue()) {
        String what =
            switch (Place.of(command, option)) {
              case Place.AnyFile _ -> "place=value-files";
              case Place.AnyFolder _ -> "place=value-folders";
              case Place.OneOf one ->
                  "place=value-words words='%s'".formatted(String.join(" ", one.words()));
              case Place.ATarget one ->
                  "place=value-words words='%s '$(_postern_targets)"
                      .formatted(String.join(" ", one.kinds()));
              case Place.Free _ -> "place=value";
            };
        values.computeIfAbsent(what, key -> new ArrayList<>()).add(option.name());
      }
    }
    return values;
  }

  /**
   * Returns what the parameters can be. Bash is not told which parameter is which: what one of them
   * can be is offered.
   */
  private String words(Command command) {
    String place = "words";
    String more = "";
    List<String> words = new ArrayList<>();
    for (var parameter : command.parameters()) {
      switch (Place.of(parameter, commands)) {
        case Place.AnyFile _ -> place = "files";
        case Place.AnyFolder _ -> place = "folders";
        case Place.OneOf one -> words.addAll(one.words());
        case Place.ATarget one -> {
          words.addAll(one.kinds());
          more = "' '$(_postern_targets)";
        }
        case Place.Free _ -> {}
      }
    }
    return "place=%s words='%s'%s".formatted(place, String.join(" ", words), more);
  }

  private static String head(String names) {
    return """
    # Completion of postern for bash, written by: postern completion bash
    _postern_targets() {
      local word policy=
      for word in "${COMP_WORDS[@]}"; do
        if [[ $word == *.yaml && -r $word ]]; then policy=$word; fi
      done
      postern %s ${policy:+"$policy"} 2>/dev/null
    }
    _postern() {
      local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
      local place=words words= options='--help --version'
      # Bash splits --option=VALUE at the sign.
      if [[ $current == = ]]; then
        current=
      elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
      fi
      COMPREPLY=()
      if ((COMP_CWORD == 1)); then
        words='%s'
      else
        case ${COMP_WORDS[1]} in
    """
        .formatted(TargetNamesCommand.NAME, names);
  }
}
