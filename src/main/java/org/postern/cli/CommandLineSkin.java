package org.postern.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Reply;
import org.postern.command.Runner;
import org.postern.diagnostic.Visible;
import org.postern.host.Version;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command table as picocli knows it; replies as text or JSON. */
public final class CommandLineSkin {
  private static final String FORMAT = "--format";

  private final List<Command> commands;
  private final PrintStream out;
  private final PrintStream err;
  private final Palette palette;

  public CommandLineSkin(
      List<Command> commands, PrintStream out, PrintStream err, Palette palette) {
    this.commands = List.copyOf(commands);
    this.out = out;
    this.err = err;
    this.palette = palette;
  }

  /** Parses, runs and prints; answers the exit code of the process. */
  public int run(String... words) {
    Optional<Command> plain = plain(words);
    if (plain.isEmpty()) {
      return parseAndRun(words);
    }
    Map<String, List<String>> flags = new LinkedHashMap<>();
    Stream.of(words).skip(1).forEach(flag -> flags.put(flag, List.of("true")));
    return run(plain.get(), new Invocation(List.of(), flags), false);
  }

  /**
   * A command with nothing but flags needs no parser, and whoever boots a host does not wait for
   * one to be loaded.
   */
  private Optional<Command> plain(String... words) {
    return commands.stream()
        .filter(command -> words.length > 0 && command.name().equals(words[0]))
        .filter(command -> command.parameters().stream().noneMatch(Parameter::required))
        .filter(command -> flags(command).containsAll(List.of(words).subList(1, words.length)))
        .findFirst();
  }

  private static Set<String> flags(Command command) {
    return command.options().stream()
        .filter(option -> !option.takesValue())
        .map(Option::name)
        .collect(Collectors.toSet());
  }

  private int run(Command command, Invocation invocation, boolean json) {
    Reply reply = new Runner(command).run(invocation);
    new ReplyPrinter(out, err, palette).print(reply, json);
    return reply.exit().number();
  }

  private int parseAndRun(String... words) {
    CommandLine line = new CommandLine(top());
    line.setExpandAtFiles(false);
    ParseResult parsed;
    try {
      parsed = line.parseArgs(words);
    } catch (CommandLine.ParameterException e) {
      return usage(e.getMessage() + suggestion(e), e.getCommandLine());
    }
    line.setColorScheme(scheme());
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    if (CommandLine.executeHelpRequest(parsed) != null) {
      return ExitCode.DONE.number();
    }
    if (!parsed.hasSubcommand()) {
      return usage("say what to do", line);
    }
    ParseResult chosen = parsed.subcommand();
    Command command = (Command) chosen.commandSpec().userObject();
    boolean json = chosen.matchedOptionValue(FORMAT, Format.text) == Format.json;
    return run(command, invocation(chosen), json);
  }

  private static String suggestion(CommandLine.ParameterException e) {
    return e instanceof CommandLine.UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "; did you mean " + unmatched.getSuggestions().getFirst() + "?"
        : "";
  }

  private int usage(@Nullable String message, CommandLine line) {
    err.println("postern: " + Visible.text(String.valueOf(message)));
    String name = line.getCommandSpec().qualifiedName();
    err.println("see: " + name + " --help");
    return ExitCode.USAGE.number();
  }

  private CommandSpec top() {
    CommandSpec top = CommandSpec.create().name("postern");
    top.usageMessage().description("Lets only your mail filter reach port 25.");
    top.version("postern " + Version.text());
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
        OptionSpec.builder(FORMAT)
            .paramLabel("text|json")
            .type(Format.class)
            .description("text for people, json for programs")
            .build());
    for (Option option : command.options()) {
      spec.addOption(spec(option));
    }
    int index = 0;
    for (Parameter parameter : command.parameters()) {
      spec.addPositional(spec(parameter, index++));
    }
    return spec;
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

  /** The forms of a reply. */
  enum Format {
    text,
    json
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

  private static Invocation invocation(ParseResult chosen) {
    List<String> words = new ArrayList<>();
    for (PositionalParamSpec positional : chosen.matchedPositionals()) {
      words.addAll(values(positional.getValue()));
    }
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (OptionSpec option : chosen.matchedOptions()) {
      options.put(option.longestName(), values(option.getValue()));
    }
    return new Invocation(words, options);
  }

  private static List<String> values(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  private CommandLine.Help.ColorScheme scheme() {
    return CommandLine.Help.defaultColorScheme(
        palette.isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF);
  }
}
