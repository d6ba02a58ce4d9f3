package org.postern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.policy.parse.Words;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Says what is wrong with the words of a command line, and what would be right. */
final class WrongWords {
  private WrongWords() {}

  /**
   * One sentence.
   *
   * @param e what the parser met
   * @param spec of the command that the words were for
   */
  static String sentence(CommandLine.ParameterException e, CommandSpec spec) {
    return switch (e) {
      case CommandLine.UnmatchedArgumentException unmatched -> unmatched(unmatched, spec);
      case CommandLine.MissingParameterException missing -> missing(missing, spec);
      case CommandLine.OverwrittenOptionException twice ->
          "%s is given more than once: leave one out".formatted(name(twice.getOverwritten()));
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

  private static String unmatched(
      CommandLine.UnmatchedArgumentException unmatched, CommandSpec spec) {
    String word = unmatched.getUnmatched().getFirst();
    if (word.startsWith("-") && word.length() > 1) {
      return unknownOption(word, spec);
    }
    List<PositionalParamSpec> words = spec.positionalParameters();
    String takes = words.isEmpty() ? "takes no words" : "takes " + labels(spec) + " and no more";
    return "%s is one word too many: %s %s".formatted(Words.quoted(word), spec.name(), takes);
  }

  private static String unknownOption(String word, CommandSpec spec) {
    int end = word.indexOf('=');
    String name = end < 0 ? word : word.substring(0, end);
    List<String> known = new ArrayList<>();
    spec.options().forEach(option -> known.addAll(List.of(option.names())));
    String meant =
        Words.nearest(name, known)
            .or(() -> known.stream().filter(one -> one.startsWith(name)).findFirst())
            .map("; did you mean %s?"::formatted)
            .orElse("");
    return "%s has no option %s%s".formatted(spec.name(), Words.clip(name), meant);
  }

  private static String missing(CommandLine.MissingParameterException missing, CommandSpec spec) {
    Optional<ArgSpec> option =
        missing.getMissing().stream().filter(OptionSpec.class::isInstance).findFirst();
    if (option.isPresent()) {
      return "%s needs a value: %s %s"
          .formatted(name(option.get()), name(option.get()), option.get().paramLabel());
    }
    return "%s is missing: %s %s"
        .formatted(
            missing.getMissing().stream()
                .map(ArgSpec::paramLabel)
                .collect(Collectors.joining(" and ")),
            spec.name(),
            labels(spec));
  }

  private static String labels(CommandSpec spec) {
    return spec.positionalParameters().stream()
        .map(one -> one.required() ? one.paramLabel() : "[" + one.paramLabel() + "]")
        .collect(Collectors.joining(" "));
  }

  private static String name(ArgSpec one) {
    return one instanceof OptionSpec option ? option.longestName() : one.paramLabel();
  }
}
