package org.postern.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.host.Version;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The words of a command line, as the command table understands them; picocli does the work. */
public final class WordsParser {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String QUIET = "-q";

  private final List<Command> commands;
  private final String program;

  /**
   * For these commands.
   *
   * @param program that stands before them on the line; empty for none
   */
  public WordsParser(List<Command> commands, String program) {
    this.commands = List.copyOf(commands);
    this.program = program;
  }

  /** What becomes of a reply. */
  public enum Form {
    /** Lines for people. */
    TEXT,
    /** One object for programs. */
    JSON,
    /** Only what goes to standard error. */
    NOTHING
  }

  /** What a line asks for. */
  public sealed interface Parsed {
    /**
     * A command.
     *
     * @param form what its reply is to look like
     */
    record Call(Command command, Invocation invocation, Form form) implements Parsed {}

    /** Help. */
    record Help(String text) implements Parsed {}

    /**
     * Nothing that there is.
     *
     * @param why in words, outside text in it as it came
     * @param command whose help says more; empty for that of all
     */
    record Wrong(String why, Optional<Command> command) implements Parsed {}
  }

  /** Understands the words; help is painted where colours are. */
  public Parsed parse(Palette palette, List<String> words) {
    Optional<String> unknown = unknown(words);
    if (unknown.isPresent()) {
      return new Parsed.Wrong(unknown.get(), Optional.empty());
    }
    CommandLine line = new CommandLine(top());
    line.setExpandAtFiles(false);
    line.setColorScheme(scheme(palette));
    try {
      return parsed(line, line.parseArgs(words.toArray(String[]::new)));
    } catch (CommandLine.ParameterException e) {
      CommandSpec spec = e.getCommandLine().getCommandSpec();
      return new Parsed.Wrong(WrongWords.sentence(e, spec), command(spec));
    }
  }

  /** That there is no such command, and which one was perhaps meant. */
  private Optional<String> unknown(List<String> words) {
    return words.stream()
        .findFirst()
        .filter(word -> !word.startsWith("-"))
        .filter(word -> commands.stream().noneMatch(command -> command.name().equals(word)))
        .map(
            word ->
                "there is no command \"%s\"%s"
                    .formatted(
                        word, new Meanings(commands).of(word).map(text -> "; " + text).orElse("")));
  }

  private static Parsed parsed(CommandLine line, ParseResult parsed) {
    if (parsed.isVersionHelpRequested()) {
      return new Parsed.Help("postern " + Version.text());
    }
    if (parsed.isUsageHelpRequested()) {
      return new Parsed.Help(line.getUsageMessage().stripTrailing());
    }
    if (!parsed.hasSubcommand()) {
      return new Parsed.Wrong("say what to do", Optional.empty());
    }
    ParseResult chosen = parsed.subcommand();
    if (chosen.isUsageHelpRequested()) {
      CommandLine own = chosen.commandSpec().commandLine();
      return new Parsed.Help(own.getUsageMessage().stripTrailing());
    }
    Command command = command(chosen.commandSpec()).orElseThrow();
    String format = chosen.matchedOptionValue(Command.FORMAT, TEXT);
    List<String> formats = formats(command);
    return formats.contains(format)
        ? new Parsed.Call(command, invocation(chosen, format), form(chosen, format))
        : new Parsed.Wrong(WrongWords.value(Command.FORMAT, format, formats), Optional.of(command));
  }

  private static Form form(ParseResult chosen, String format) {
    if (chosen.hasMatchedOption(QUIET)) {
      return Form.NOTHING;
    }
    return format.equals(JSON) ? Form.JSON : Form.TEXT;
  }

  private static Optional<Command> command(CommandSpec spec) {
    return spec.userObject() instanceof Command command ? Optional.of(command) : Optional.empty();
  }

  /** The forms of a command's replies. */
  public static List<String> formats(Command command) {
    List<String> all = new ArrayList<>(List.of(TEXT, JSON));
    all.addAll(command.formats());
    return all;
  }

  private CommandSpec top() {
    CommandSpec top = CommandSpec.create().name(program);
    top.usageMessage().description("Lets only your mail filter reach port 25.");
    top.mixinStandardHelpOptions(true);
    for (Command command : commands) {
      top.addSubcommand(command.name(), spec(command));
    }
    return top;
  }

  private static CommandSpec spec(Command command) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(command.name());
    spec.usageMessage().description(command.summary()).hidden(command.isHidden());
    spec.usageMessage().footer("", "Example: " + command.example());
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("print this").build());
    spec.addOption(
        OptionSpec.builder(Command.FORMAT)
            .paramLabel(String.join("|", formats(command)))
            .type(String.class)
            .description(formatHelp(command))
            .build());
    spec.addOption(
        OptionSpec.builder(QUIET)
            .arity("0")
            .type(boolean.class)
            .description("print nothing but errors and warnings; the exit code tells")
            .build());
    for (Option option : command.options()) {
      spec.addOption(spec(option));
    }
    if (command.takesPolicy() && command.options().stream().noneMatch(Option::isPolicy)) {
      spec.addOption(spec(Option.policy("the same as POLICY")));
    }
    int index = 0;
    for (Parameter parameter : command.parameters()) {
      spec.addPositional(spec(parameter, index++));
    }
    return spec;
  }

  private static String formatHelp(Command command) {
    String usual = "text for people, json for programs";
    return command.formats().isEmpty()
        ? usual
        : usual + ", " + String.join(" or ", command.formats()) + " for review";
  }

  private static PositionalParamSpec spec(Parameter parameter, int index) {
    PositionalParamSpec.Builder builder =
        PositionalParamSpec.builder()
            .paramLabel(parameter.name())
            .required(parameter.required())
            .description(parameter.help());
    return parameter.many()
        ? builder
            .index(index + "..*")
            .arity("1..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build()
        : builder
            .index(String.valueOf(index))
            .arity(parameter.required() ? "1" : "0..1")
            .type(String.class)
            .build();
  }

  private static OptionSpec spec(Option option) {
    OptionSpec.Builder builder = OptionSpec.builder(option.name()).description(option.help());
    if (!option.takesValue()) {
      return builder.arity("0").type(boolean.class).build();
    }
    builder.paramLabel(option.placeholder()).arity("1");
    return option.many()
        ? builder.type(List.class).auxiliaryTypes(String.class).build()
        : builder.type(String.class).build();
  }

  /** The form is an action's matter only where it makes its own. */
  private static Invocation invocation(ParseResult chosen, String format) {
    List<String> words = new ArrayList<>();
    for (PositionalParamSpec positional : chosen.matchedPositionals()) {
      words.addAll(values(positional.getValue()));
    }
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (OptionSpec option : chosen.matchedOptions()) {
      options.put(option.longestName(), values(option.getValue()));
    }
    if (format.equals(TEXT) || format.equals(JSON)) {
      options.remove(Command.FORMAT);
    }
    options.remove(QUIET);
    return new Invocation(words, options);
  }

  private static List<String> values(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  private static CommandLine.Help.ColorScheme scheme(Palette palette) {
    return CommandLine.Help.defaultColorScheme(
        palette.isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF);
  }
}
