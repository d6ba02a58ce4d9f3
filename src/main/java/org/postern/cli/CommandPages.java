package org.postern.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.postern.command.Command;
import org.postern.command.ExitCode;
import org.postern.command.Option;
import org.postern.command.Parameter;

/** Makes the manual pages of section 1 from the command table, like the help. */
final class CommandPages {
  private static final String PROGRAM = "postern";
  private static final String MANUAL = "Commands of Postern";

  private static final List<String> DESCRIPTION =
      List.of(
          "Postern compiles a policy that names who may connect to a port, such as the nodes of a"
              + " hosted mail filter, into rules of the packet filter of this host, and keeps them"
              + " right when the addresses change.",
          "It restricts TCP connections; a rule opens a port of another packet filter only where it"
              + " says so. It translates no addresses. Stopping its service removes no rule.");

  private record Entry(String name, String text) {}

  private static final List<Entry> FILES =
      List.of(
          new Entry("/etc/postern/policy.yaml", "the policy; see postern-policy(5)"),
          new Entry(
              "/etc/postern/daemon.yaml",
              "what belongs to this machine and to no policy; see postern-daemon.yaml(5)"),
          new Entry("/var/lib/postern", "what was applied, and the last good answers of sources"),
          new Entry("/var/lib/postern-mail", "what mail servers read their rules from"),
          new Entry("/run/postern.sock", "where the daemon is told to change something"),
          new Entry("/run/postern-read.sock", "where the daemon is asked how it is"));

  private final String date;
  private final String source;

  private CommandPages(String date, String source) {
    this.date = date;
    this.source = source;
  }

  /** Returns the page of the program, and one of each command. */
  static List<ManualPage> of(List<Command> commands, String date, String source) {
    CommandPages pages = new CommandPages(date, source);
    List<ManualPage> all = new ArrayList<>(List.of(pages.program(commands)));
    commands.forEach(command -> all.add(pages.page(command)));
    return all;
  }

  private ManualPage page(String name) {
    return new ManualPage(name, 1, date, source, MANUAL);
  }

  private ManualPage program(List<Command> commands) {
    ManualPage page = page(PROGRAM).name("let only known peers reach a port");
    page.section("SYNOPSIS").text(PROGRAM + " [-hV] COMMAND ...");
    page.section("DESCRIPTION");
    DESCRIPTION.forEach(page::text);
    page.section("COMMANDS");
    commands.forEach(one -> page.entry(one.name(), one.summary()));
    page.section("OPTIONS");
    page.entry("-h, " + WordsParser.HELP.name(), WordsParser.HELP.help());
    page.entry("-V, " + WordsParser.VERSION.name(), WordsParser.VERSION.help());
    page.text("Every command has these:");
    WordsParser.everywhere().forEach(option -> page.entry(term(option), option.help()));
    page.section("EXIT STATUS");
    Arrays.stream(ExitCode.values())
        .sorted(Comparator.comparingInt(ExitCode::number))
        .forEach(exit -> page.entry(String.valueOf(exit.number()), exit.meaning()));
    page.section("FILES");
    FILES.forEach(file -> page.entry(file.name(), file.text()));
    List<String> others = new ArrayList<>(List.of("postern-policy(5)", "postern-daemon.yaml(5)"));
    commands.forEach(one -> others.add("postern-" + one.name() + "(1)"));
    return page.seeAlso(others);
  }

  private ManualPage page(Command command) {
    ManualPage page = page(PROGRAM + "-" + command.name()).name(firstPart(command.summary()));
    page.section("SYNOPSIS").text(usage(command));
    page.section("DESCRIPTION").text(sentence(command.summary()));
    if (!command.parameters().isEmpty()) {
      page.section("ARGUMENTS");
      command.parameters().forEach(one -> page.entry(one.name(), one.help()));
    }
    page.section("OPTIONS");
    WordsParser.options(command).stream()
        .sorted(Comparator.comparing(option -> option.name().replace("-", "")))
        .forEach(option -> page.entry(term(option), option.help()));
    page.section("EXAMPLE").verbatim(List.of(command.example()));
    page.section("EXIT STATUS").text("As postern(1) tells.");
    return page.seeAlso(List.of("postern(1)", "postern-policy(5)"));
  }

  private static String usage(Command command) {
    StringBuilder usage = new StringBuilder(PROGRAM + " " + command.name() + " [OPTION]...");
    for (Parameter parameter : command.parameters()) {
      String name = parameter.name() + (parameter.many() ? "..." : "");
      usage.append(parameter.required() ? " " + name : " [" + name + "]");
    }
    return usage.toString();
  }

  private static String term(Option option) {
    String letter = WordsParser.letter(option);
    String shortName = letter.isEmpty() || option.name().length() == 2 ? "" : "-" + letter + ", ";
    String sign = option.name().startsWith("--") ? "=" : " ";
    String value = option.takesValue() ? sign + option.placeholder() : "";
    return shortName + option.name() + value;
  }

  /** Returns a summary up to the first semicolon or colon: indexes of the manual show one line. */
  private static String firstPart(String summary) {
    return summary.split("[;:]", 2)[0];
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
