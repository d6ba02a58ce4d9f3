package org.postern.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;
import org.postern.cli.WordsParser;
import org.postern.command.Command;
import org.postern.command.Option;

/** The words that can stand at a place of a line, and whether the word there can be right. */
final class Vocabulary {
  /**
   * Parts of an IPv4 address, whole or begun, with what may follow: a length or another address.
   */
  private static final Pattern BEGUN_IP =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{0,3}){0,3}([/-][0-9./]*)?");

  private static final Pattern BEGUN_IP6 =
      Pattern.compile("[0-9a-fA-F:]*[.0-9]*([/-][0-9a-fA-F:./]*)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern BEGUN_TIME = Pattern.compile("[0-9]{1,9}[smhdw]?");
  private static final int LAST_PORT = 65_535;
  private static final Set<String> FILES =
      Set.of("POLICY", "FILE", "LOGFILE", "DIR", "A", "B", "OTHER");

  private final List<Command> commands;
  private final Known known;

  Vocabulary(List<Command> commands, Known known) {
    this.commands = commands.stream().filter(command -> !command.isHidden()).toList();
    this.known = known;
  }

  /** The fitness of a word. */
  enum Fitness {
    /** The word is right. */
    RIGHT,
    /** The word can become right, or it cannot be told. */
    OPEN,
    /** The word cannot be right, whatever is typed behind it. */
    WRONG
  }

  /**
   * A word that could stand there.
   *
   * @param group the kind of the word
   * @param help one line, empty for none
   */
  record Suggestion(String text, String group, String help) {}

  /** Returns all commands that are offered. */
  List<Command> commands() {
    return commands;
  }

  /** Returns the words that could stand in a place, when that is typed there already. */
  List<Suggestion> suggestions(Roles.Role role, String begun) {
    return switch (role) {
      case Roles.Role.Name name ->
          commands.stream()
              .map(one -> new Suggestion(one.name(), "commands", one.summary()))
              .toList();
      case Roles.Role.Switch one -> options(one.command());
      case Roles.Role.Value value -> names(place(value));
      case Roles.Role.Place place -> {
        List<Suggestion> names = names(place.parameter().name());
        yield begun.startsWith("-") ? options(place.command()) : names;
      }
      case Roles.Role.Surplus surplus -> options(surplus.command());
      case Roles.Role.Unknown unknown -> List.of();
    };
  }

  private static List<Suggestion> options(Command command) {
    return Roles.options(command).stream()
        .map(one -> new Suggestion(one.name(), "options", one.help()))
        .toList();
  }

  private List<Suggestion> names(String place) {
    return choices(place).stream().map(one -> new Suggestion(one, place, "")).toList();
  }

  private List<String> choices(String place) {
    return place.contains("|") ? Arrays.asList(place.split("\\|")) : known.of(place);
  }

  /** Tells whether files belong there. */
  boolean takesFile(Roles.Role role) {
    return switch (role) {
      case Roles.Role.Value value -> FILES.contains(place(value));
      case Roles.Role.Place place -> FILES.contains(place.parameter().name());
      case Roles.Role.Name name -> false;
      case Roles.Role.Switch one -> false;
      case Roles.Role.Surplus surplus -> false;
      case Roles.Role.Unknown unknown -> false;
    };
  }

  private static String place(Roles.Role.Value value) {
    Option option = value.option();
    return switch (option.name()) {
      case Command.FORMAT -> String.join("|", WordsParser.formats(value.command()));
      case "--target" -> "TARGET";
      case "--set", "--redact" -> "SET";
      case "--rule" -> "RULE";
      default -> option.placeholder();
    };
  }

  /** Tells whether a word is right in its place. */
  Fitness fitness(Roles.Role role, String word) {
    return switch (role) {
      case Roles.Role.Name name -> among(commands.stream().map(Command::name).toList(), word);
      case Roles.Role.Switch one ->
          word.contains("=")
              ? Fitness.OPEN
              : among(Roles.options(one.command()).stream().map(Option::name).toList(), word);
      case Roles.Role.Value value -> fitness(place(value), word);
      case Roles.Role.Place place -> fitness(place.parameter().name(), word);
      case Roles.Role.Surplus surplus -> Fitness.WRONG;
      case Roles.Role.Unknown unknown -> Fitness.OPEN;
    };
  }

  private Fitness fitness(String place, String word) {
    if (place.contains("|")) {
      return among(choices(place), word);
    }
    return switch (place) {
      case "ADDR", "NET", "PREFIX" -> address(word);
      case "PORT" -> port(word);
      case "N" -> NUMBER.matcher(word).matches() ? Fitness.RIGHT : Fitness.WRONG;
      case "TIME" -> time(word);
      case "SET", "RULE", "TARGET", "VERDICT", "COMMAND" ->
          known.tells(place) ? among(known.of(place), word) : Fitness.OPEN;
      default -> Fitness.OPEN;
    };
  }

  private static Fitness among(List<String> words, String word) {
    if (words.contains(word)) {
      return Fitness.RIGHT;
    }
    return words.stream().anyMatch(one -> one.startsWith(word)) ? Fitness.OPEN : Fitness.WRONG;
  }

  private static Fitness address(String word) {
    if (AddressText.parse(word) instanceof AddressText.Ok) {
      return Fitness.RIGHT;
    }
    boolean mayBeIp6 = BEGUN_IP6.matcher(word).matches();
    boolean begun =
        word.contains(":") ? mayBeIp6 : isBegun(word) || (mayBeIp6 && !word.contains("."));
    return begun ? Fitness.OPEN : Fitness.WRONG;
  }

  private static boolean isBegun(String word) {
    String first = word.split("[/-]", 2)[0];
    return BEGUN_IP.matcher(word).matches()
        && Arrays.stream(first.split("\\."))
            .allMatch(part -> part.isEmpty() || Integer.parseInt(part) <= 255);
  }

  private static Fitness port(String word) {
    return NUMBER.matcher(word).matches() && Integer.parseInt(word) <= LAST_PORT
        ? Fitness.RIGHT
        : Fitness.WRONG;
  }

  private static Fitness time(String word) {
    if (!BEGUN_TIME.matcher(word).matches()) {
      return Fitness.WRONG;
    }
    return Character.isDigit(word.charAt(word.length() - 1)) ? Fitness.OPEN : Fitness.RIGHT;
  }
}
