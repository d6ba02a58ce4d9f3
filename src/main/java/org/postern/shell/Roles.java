package org.postern.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Option;
import org.postern.command.Parameter;

/** Finds the role of each word of a line, as far as the command table tells. */
final class Roles {
  private Roles() {}

  /** The role of a word. */
  sealed interface Role {
    /** The name of a command. */
    record Name() implements Role {}

    /** The name of an option. */
    record Switch(Command command) implements Role {}

    /** The value that follows an option. */
    record Value(Command command, Option option) implements Role {}

    /** A parameter. */
    record Place(Command command, Parameter parameter) implements Role {}

    /** A word beyond those that the command takes. */
    record Surplus(Command command) implements Role {}

    /** A word after a command that does not exist. */
    record Unknown() implements Role {}
  }

  /** Returns the roles of all words, in their order. */
  static List<Role> of(List<Command> commands, List<String> words) {
    List<Role> roles = new ArrayList<>();
    if (words.isEmpty()) {
      return roles;
    }
    roles.add(new Role.Name());
    Optional<Command> command =
        commands.stream().filter(one -> one.name().equals(words.getFirst())).findFirst();
    Optional<Option> open = Optional.empty();
    int places = 0;
    for (String word : words.subList(1, words.size())) {
      if (command.isEmpty()) {
        roles.add(new Role.Unknown());
      } else if (open.isPresent()) {
        roles.add(new Role.Value(command.get(), open.get()));
        open = Optional.empty();
      } else if (word.startsWith("-") && word.length() > 1) {
        roles.add(new Role.Switch(command.get()));
        open = options(command.get()).stream().filter(one -> takes(one, word)).findFirst();
      } else {
        roles.add(place(command.get(), places++, words.get(roles.size() - 1)));
      }
    }
    return roles;
  }

  private static boolean takes(Option option, String word) {
    return option.takesValue() && option.name().equals(word);
  }

  private static Role place(Command command, int at, String before) {
    List<Parameter> places = command.parameters();
    if (at < places.size()) {
      Parameter parameter = places.get(at);
      return parameter.name().equals(Verbs.VALUE)
          ? new Role.Place(command, Parameter.required(Verbs.valueOf(before), parameter.help()))
          : new Role.Place(command, parameter);
    }
    return !places.isEmpty() && places.getLast().many()
        ? new Role.Place(command, places.getLast())
        : new Role.Surplus(command);
  }

  /** Returns the options that a line may have, those of every command too. */
  static List<Option> options(Command command) {
    List<Option> all = new ArrayList<>(command.options());
    all.add(Option.value(Command.FORMAT, "FORMAT", "the form of the reply"));
    all.add(Option.flag("--help", "print what there is to know of the command"));
    return all;
  }
}
