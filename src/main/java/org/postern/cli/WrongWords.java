package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.postern.command.Command;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.policy.parse.text.Words;

/** Says what is wrong with the words of a command line, and what would be right. */
final class WrongWords {
  private WrongWords() {}

  /**
   * Returns a sentence about an exception of the parser.
   *
   * @param e the exception of the parser
   * @param options the options that the command has
   */
  static String sentence(ParseException e, Command command, List<Option> options) {
    return switch (e) {
      case UnrecognizedOptionException unknown ->
          unknownOption(command.name(), unknown.getOption(), options);
      case MissingArgumentException missing ->
          withoutValue(WordsParser.name(missing.getOption()), options);
      default -> String.valueOf(e.getMessage());
    };
  }

  /** A value that an option does not take. */
  static String value(String option, String value, List<String> values) {
    return "%s %s: %swrite %s"
        .formatted(
            option,
            Words.quoted(value),
            Words.nearest(value, values).map("did you mean %s? "::formatted).orElse(""),
            String.join(" or ", values));
  }

  /**
   * An option that there is not.
   *
   * @param command the command that was to have it
   * @param word the word as it was typed, perhaps with a value
   */
  static String unknownOption(String command, String word, List<Option> options) {
    int end = word.indexOf('=');
    String name = end < 0 ? word : word.substring(0, end);
    List<String> known = options.stream().map(Option::name).toList();
    if (end >= 0 && known.contains(name)) {
      return "%s takes no value: write %s alone".formatted(name, name);
    }
    String meant =
        Words.nearest(name, known)
            .or(() -> known.stream().filter(one -> one.startsWith(name)).findFirst())
            .map("; did you mean %s?"::formatted)
            .orElse("");
    return "%s has no option %s%s".formatted(command, Words.clip(name), meant);
  }

  private static String withoutValue(String name, List<Option> options) {
    String placeholder =
        options.stream()
            .filter(option -> option.name().equals(name))
            .map(Option::placeholder)
            .findFirst()
            .orElse("VALUE");
    return "%s needs a value: %s %s".formatted(name, name, placeholder);
  }

  /**
   * Returns what is wrong with a line that has only options that exist; empty if nothing is.
   *
   * @param words the words, as they were typed
   */
  static Optional<String> of(
      CommandLine line, Command command, List<Option> options, List<String> words) {
    return oneDash(command, options, words)
        .or(() -> twice(line, options))
        .or(() -> missing(command, line.getArgList().size()))
        .or(() -> tooMany(command, line.getArgList()));
  }

  /**
   * Returns the fault of a long option with one dash: the parser would take {@code -state} for
   * {@code --state}, and {@code -states} for it too.
   */
  private static Optional<String> oneDash(
      Command command, List<Option> options, List<String> words) {
    boolean isValue = false;
    for (String word : words) {
      if (word.equals("--")) {
        break;
      }
      boolean isOption = word.startsWith("-") && word.length() > 1 && !isValue;
      if (isOption && !word.startsWith("--") && !isLetters(word, options)) {
        return Optional.of(unknownOption(command.name(), word, options));
      }
      isValue = takesNext(word, options);
    }
    return Optional.empty();
  }

  private static boolean isLetters(String word, List<Option> options) {
    String letters = options.stream().map(WordsParser::letter).collect(Collectors.joining());
    return word.chars().skip(1).allMatch(letter -> letters.indexOf(letter) >= 0);
  }

  private static boolean takesNext(String word, List<Option> options) {
    return options.stream().anyMatch(option -> option.name().equals(word) && option.takesValue());
  }

  private static Optional<String> twice(CommandLine line, List<Option> options) {
    List<String> seen = new ArrayList<>();
    for (org.apache.commons.cli.Option given : line.getOptions()) {
      String name = WordsParser.name(given);
      boolean isMany = options.stream().anyMatch(one -> one.name().equals(name) && one.many());
      if (!isMany && seen.contains(name)) {
        return Optional.of("%s is given more than once: leave one out".formatted(name));
      }
      seen.add(name);
    }
    return Optional.empty();
  }

  private static Optional<String> missing(Command command, int given) {
    List<String> missing =
        command.parameters().stream()
            .skip(given)
            .filter(Parameter::required)
            .map(Parameter::name)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s is missing: %s %s"
                .formatted(String.join(" and ", missing), command.name(), labels(command)));
  }

  private static Optional<String> tooMany(Command command, List<String> words) {
    List<Parameter> parameters = command.parameters();
    boolean takesAll = !parameters.isEmpty() && parameters.getLast().many();
    if (takesAll || words.size() <= parameters.size()) {
      return Optional.empty();
    }
    String takes =
        parameters.isEmpty() ? "takes no words" : "takes " + labels(command) + " and no more";
    return Optional.of(
        "%s is one word too many: %s %s"
            .formatted(Words.quoted(words.get(parameters.size())), command.name(), takes));
  }

  private static String labels(Command command) {
    return command.parameters().stream()
        .map(one -> one.required() ? one.name() : "[" + one.name() + "]")
        .collect(Collectors.joining(" "));
  }
}
