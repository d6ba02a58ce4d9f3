package org.postern.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.postern.command.Command;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.ShippedRuleset;
import org.postern.target.TargetKind;

/** The completions for the value of an option, or for a parameter of a command. */
sealed interface Place {
  /** A place of files, and of the folders on the way to them. */
  record AnyFile() implements Place {}

  /** A place of folders only. */
  record AnyFolder() implements Place {}

  /** A place of one of these words. */
  record OneOf(List<String> words) implements Place {
    public OneOf {
      words = List.copyOf(words);
    }
  }

  /**
   * A place of one of these kinds of targets, or of the name of a target in the policy on the
   * command line.
   */
  record ATarget(List<String> kinds) implements Place {
    public ATarget {
      kinds = List.copyOf(kinds);
    }
  }

  /** A place of anything, so that nothing is offered. */
  record Free() implements Place {}

  /** Placeholders that stand for a file, in the command table. */
  Set<String> FILES = Set.of("POLICY", "FILE", "LOGFILE", "LIST", "A", "B", "OTHER");

  /** Returns what the value of an option can be. */
  static Place of(Command command, Option option) {
    return switch (option.name()) {
      case Command.FORMAT -> new OneOf(WordsParser.formats(command));
      case "--target" -> new ATarget(targets());
      case "--hook" -> new OneOf(List.of("input", "forward", "output"));
      default -> of(option.placeholder(), List.of());
    };
  }

  /**
   * Returns what a parameter can be.
   *
   * @param all the commands of the table
   */
  static Place of(Parameter parameter, List<Command> all) {
    // The only parameter NAME is a ruleset; options use NAME for other things.
    return parameter.name().equals("NAME")
        ? new OneOf(ShippedRuleset.NAMES)
        : of(parameter.name(), all);
  }

  private static Place of(String name, List<Command> all) {
    if (name.contains("|")) {
      return new OneOf(Arrays.asList(name.split("\\|", -1)));
    }
    return switch (name) {
      case "DIR" -> new AnyFolder();
      case "TARGET" -> new ATarget(targets());
      case "COMMAND" -> new OneOf(shown(all).stream().map(Command::name).toList());
      case "SHELL" -> new OneOf(CompletionCommand.SHELLS);
      case "VERB" -> new OneOf(List.of("show", "copy"));
      default -> FILES.contains(name) ? new AnyFile() : new Free();
    };
  }

  /** Returns the kinds of targets, which are their names unless the policy gives others. */
  static List<String> targets() {
    return Assembly.targets().kinds().stream().map(TargetKind::name).sorted().toList();
  }

  /** Returns the commands that are not hidden. */
  static List<Command> shown(List<Command> all) {
    return all.stream().filter(command -> !command.isHidden()).toList();
  }
}
