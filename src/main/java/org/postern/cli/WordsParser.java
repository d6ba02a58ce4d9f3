package org.postern.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.host.Version;

/**
 * Parses the words of a command line by the command table. Commons CLI separates options from other
 * words; only the options of the command on the line are built.
 */
public final class WordsParser {
  static final Option HELP = Option.flag("--help", "print this");
  static final Option VERSION = Option.flag("--version", "print the version");

  private static final Option QUIET =
      Option.flag("-q", "print nothing but errors and warnings; the exit code tells");
  private static final String TEXT = "text";
  private static final String JSON = "json";

  private final List<Command> commands;
  private final String program;

  /**
   * Makes a parser for some commands.
   *
   * @param program the word before a command on a line; empty for none
   */
  public WordsParser(List<Command> commands, String program) {
    this.commands = List.copyOf(commands);
    this.program = program;
  }

  /** How a reply is printed. */
  public enum Form {
    /** Lines of text for people. */
    TEXT,
    /** A JSON object for programs. */
    JSON,
    /** Nothing on standard output; only standard error is written. */
    NOTHING
  }

  /** The request in a line. */
  public sealed interface Parsed {
    /**
     * A call of a command.
     *
     * @param form how its reply is printed
     */
    record Call(Command command, Invocation invocation, Form form) implements Parsed {}

    /** A call for help. */
    record Help(String text) implements Parsed {}

    /**
     * A line that is wrong.
     *
     * @param why the reason in words; text of the user in it is not escaped
     * @param command the command whose help says more; empty for the help of all
     */
    record Wrong(String why, Optional<Command> command) implements Parsed {}
  }

  /** Parses words; help is coloured by the palette. */
  public Parsed parse(Palette palette, List<String> words) {
    String first = words.isEmpty() ? "" : words.getFirst();
    Optional<Command> command = find(first);
    if (command.isPresent()) {
      return parse(palette, command.get(), words.subList(1, words.size()));
    }
    return switch (first) {
      case "-h", "--help" -> new Parsed.Help(new HelpText(program, palette).ofAll(commands));
      case "-V", "--version" -> new Parsed.Help("postern " + Version.text());
      case "" -> new Parsed.Wrong("say what to do", Optional.empty());
      default -> new Parsed.Wrong(unknown(first), Optional.empty());
    };
  }

  private Optional<Command> find(String name) {
    for (Command command : commands) {
      if (command.name().equals(name)) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /** Returns that there is no such command, and which one was perhaps meant. */
  private String unknown(String word) {
    if (word.startsWith("-")) {
      return WrongWords.unknownOption(program, word, List.of(HELP, VERSION));
    }
    String meant = new Meanings(commands).of(word).map(text -> "; " + text).orElse("");
    return "there is no command \"%s\"%s".formatted(word, meant);
  }

  private Parsed parse(Palette palette, Command command, List<String> words) {
    List<Option> options = options(command);
    CommandLine line;
    try {
      line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .setStripLeadingAndTrailingQuotes(false)
              .get()
              .parse(known(options), words.toArray(String[]::new));
    } catch (ParseException e) {
      return new Parsed.Wrong(WrongWords.sentence(e, command, options), Optional.of(command));
    }
    if (line.hasOption(HELP.name())) {
      return new Parsed.Help(new HelpText(program, palette).of(command));
    }
    return WrongWords.of(line, command, options, words)
        .<Parsed>map(why -> new Parsed.Wrong(why, Optional.of(command)))
        .orElseGet(() -> call(command, line));
  }

  private static Parsed call(Command command, CommandLine line) {
    String format = line.getOptionValue(Command.FORMAT, TEXT);
    List<String> formats = formats(command);
    if (!formats.contains(format)) {
      return new Parsed.Wrong(
          WrongWords.value(Command.FORMAT, format, formats), Optional.of(command));
    }
    return new Parsed.Call(command, invocation(line, format), form(line, format));
  }

  private static Form form(CommandLine line, String format) {
    if (line.hasOption(QUIET.name())) {
      return Form.NOTHING;
    }
    return format.equals(JSON) ? Form.JSON : Form.TEXT;
  }

  /** Returns the formats of a command's replies. */
  public static List<String> formats(Command command) {
    List<String> all = new ArrayList<>(List.of(TEXT, JSON));
    all.addAll(command.formats());
    return all;
  }

  /** Returns all options of a command: its own, and those of every command. */
  static List<Option> options(Command command) {
    List<Option> all = new ArrayList<>(command.options());
    all.addAll(everywhere(formats(command), formatHelp(command.formats())));
    if (command.takesPolicy() && command.options().stream().noneMatch(Option::isPolicy)) {
      all.add(Option.policy("the same as POLICY"));
    }
    return all;
  }

  /** Returns the options of every command. */
  static List<Option> everywhere() {
    return everywhere(List.of(TEXT, JSON), formatHelp(List.of()));
  }

  private static List<Option> everywhere(List<String> formats, String formatHelp) {
    return List.of(
        Option.value(Command.FORMAT, String.join("|", formats), formatHelp), HELP, QUIET);
  }

  private static String formatHelp(List<String> more) {
    String usual = "text for people, json for programs";
    return more.isEmpty() ? usual : usual + ", " + String.join(" or ", more) + " for review";
  }

  private static Options known(List<Option> options) {
    Options known = new Options();
    for (Option option : options) {
      var builder = org.apache.commons.cli.Option.builder().hasArg(option.takesValue());
      if (!letter(option).isEmpty()) {
        builder.option(letter(option));
      }
      if (option.name().startsWith("--")) {
        builder.longOpt(option.name().substring(2));
      }
      known.addOption(builder.get());
    }
    return known;
  }

  /** Returns the name in the command table of an option of Commons CLI. */
  static String name(org.apache.commons.cli.Option option) {
    return option.hasLongOpt() ? "--" + option.getLongOpt() : "-" + option.getOpt();
  }

  /**
   * Returns the letter of an option, such as {@code -q} or {@code --help}; empty if it has none.
   */
  static String letter(Option option) {
    if (option.name().equals(HELP.name())) {
      return "h";
    }
    return option.name().startsWith("--") ? "" : option.name().substring(1);
  }

  /** Leaves the format out, unless it is one that the command itself writes. */
  private static Invocation invocation(CommandLine line, String format) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (org.apache.commons.cli.Option option : line.getOptions()) {
      String value = option.hasArg() ? option.getValue() : "true";
      options.computeIfAbsent(name(option), name -> new ArrayList<>()).add(value);
    }
    options.remove(QUIET.name());
    if (format.equals(TEXT) || format.equals(JSON)) {
      options.remove(Command.FORMAT);
    }
    return new Invocation(line.getArgList(), options);
  }
}
