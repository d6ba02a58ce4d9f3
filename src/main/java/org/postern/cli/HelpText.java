package org.postern.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.command.Command;
import org.postern.command.Line;
import org.postern.command.Option;
import org.postern.command.Parameter;

/** The help of the program and of each command, for a terminal of 80 columns. */
final class HelpText {
  private static final int WIDTH = 80;

  /**
   * The most characters for the names in two columns; below that they are as wide as the widest.
   */
  private static final int WIDEST_NAMES = 27;

  private final String program;
  private final Palette palette;

  /**
   * Creates help in which the name of the program stands before each line to type.
   *
   * @param program empty where commands are typed alone
   */
  HelpText(String program, Palette palette) {
    this.program = program;
    this.palette = palette;
  }

  private record Row(String name, String help) {}

  /** Returns all commands that are not hidden, a line each. */
  String ofAll(List<Command> commands) {
    List<String> lines = new ArrayList<>();
    lines.add(heading("Usage: ") + "%s [-hV] COMMAND".formatted(program).strip());
    lines.add("Lets only your mail filter reach port 25.");
    addRows(
        lines,
        List.of(
            new Row("-h, " + WordsParser.HELP.name(), WordsParser.HELP.help()),
            new Row("-V, " + WordsParser.VERSION.name(), WordsParser.VERSION.help())));
    lines.add(heading("Commands:"));
    addRows(
        lines,
        commands.stream()
            .filter(command -> !command.isHidden())
            .map(command -> new Row(command.name(), command.summary()))
            .toList());
    return String.join("\n", lines);
  }

  /**
   * Returns the help of a command: how it is called, what it does, its words and options, and an
   * example.
   */
  String of(Command command) {
    List<Option> options = new ArrayList<>(WordsParser.options(command));
    options.sort(Comparator.comparing(option -> option.name().replace("-", "")));
    List<String> lines = new ArrayList<>(usage(command, options));
    lines.addAll(wrapped(command.summary(), WIDTH));
    List<Row> rows = new ArrayList<>();
    for (Parameter parameter : command.parameters()) {
      rows.add(new Row("    " + label(parameter), parameter.help()));
    }
    for (Option option : options) {
      rows.add(new Row(names(option), option.help()));
    }
    addRows(lines, rows);
    lines.add("");
    lines.add("Example: " + command.example());
    return String.join("\n", lines);
  }

  private List<String> usage(Command command, List<Option> options) {
    String start = "Usage: %s %s".formatted(program, command.name()).replace("  ", " ");
    String letters = options.stream().map(WordsParser::letter).collect(Collectors.joining());
    List<String> words = new ArrayList<>(List.of("[-%s]".formatted(letters)));
    for (Option option : options) {
      if (WordsParser.letter(option).isEmpty()) {
        words.add("[" + named(option) + "]" + (option.many() ? "..." : ""));
      }
    }
    command.parameters().forEach(parameter -> words.add(label(parameter)));
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(start);
    for (String word : words) {
      if (line.length() + 1 + word.length() > WIDTH && line.length() > start.length()) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(start.length()));
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    lines.set(0, heading("Usage:") + lines.getFirst().substring("Usage:".length()));
    return lines;
  }

  private static String named(Option option) {
    return option.takesValue() ? option.name() + "=" + option.placeholder() : option.name();
  }

  private static String names(Option option) {
    String letter = WordsParser.letter(option);
    if (option.name().length() == 2) {
      return option.name();
    }
    return (letter.isEmpty() ? "    " : "-" + letter + ", ") + named(option);
  }

  private static String label(Parameter parameter) {
    String label = parameter.name() + (parameter.many() ? "..." : "");
    return parameter.required() ? label : "[" + label + "]";
  }

  private String heading(String text) {
    return palette.paint(Line.Style.HEADING, text);
  }

  /** A name that is wider than its column has its help on the lines below. */
  private static void addRows(List<String> lines, List<Row> rows) {
    int names =
        Math.min(WIDEST_NAMES, rows.stream().mapToInt(row -> row.name().length()).max().orElse(0));
    String indent = " ".repeat(names + 5);
    for (Row row : rows) {
      List<String> help = wrapped(row.help(), WIDTH - indent.length() - 2);
      if (row.name().length() > names) {
        lines.add("  " + row.name());
        lines.add(indent + help.getFirst());
      } else {
        lines.add(
            "  " + row.name() + " ".repeat(names - row.name().length() + 3) + help.getFirst());
      }
      help.stream().skip(1).forEach(line -> lines.add(indent + "  " + line));
    }
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
