package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.command.Command;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Reply;

class VocabularyTest {
  private static final List<Command> COMMANDS =
      List.of(
          command(
              "why",
              List.of(Parameter.required("ADDR", ""), Parameter.optional("PORT", "")),
              List.of(Option.value("--since", "TIME", ""), Option.value("--target", "NAME", ""))),
          command(
              "rule",
              List.of(
                  Parameter.required("RULE", ""),
                  Parameter.required(Verbs.OF_RULE, ""),
                  Parameter.required(Verbs.VALUE, "")),
              List.of(Option.flag("--force", ""))),
          command("rehearse", List.of(Parameter.several("LOGFILE", "")), List.of()));

  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          COMMANDS,
          new Known(
              Map.of(
                  "RULE", List.of("smtp", "submission"),
                  "SET", List.of("filter", "own"),
                  "VERDICT", Verbs.verdicts(),
                  "TARGET", List.of("nftables", "windows"),
                  "ADDR", List.of("192.0.2.1"))));

  private static Command command(String name, List<Parameter> parameters, List<Option> options) {
    return new Command(
        name, "does it", parameters, options, name, called -> new Reply.Builder(name).build());
  }

  /** How the last word of a line stands. */
  @ParameterizedTest
  @CsvSource({
    "why,RIGHT",
    "wh,OPEN",
    "whx,WRONG",
    "why 1,OPEN",
    "why 192.0.2.,OPEN",
    "why 192.0.2.1,RIGHT",
    "why 192.0.2.256,WRONG",
    "why 300,OPEN",
    "why 300.,WRONG",
    "why fe,OPEN",
    "why 2001:db8::,RIGHT",
    "why 2001:dg,WRONG",
    "why mail.example,WRONG",
    "why 192.0.2.1 25,RIGHT",
    "why 192.0.2.1 65536,WRONG",
    "why 192.0.2.1 25 more,WRONG",
    "why --since 5m,RIGHT",
    "why --since 5,OPEN",
    "why --since soon,WRONG",
    "why --sin,OPEN",
    "why --sinx,WRONG",
    "why --target nft,OPEN",
    "why --target pf,WRONG",
    "why --format json,RIGHT",
    "why --format yaml,WRONG",
    "rule smtp,RIGHT",
    "rule s,OPEN",
    "rule pop,WRONG",
    "rule smtp otherwise,RIGHT",
    "rule smtp otherwise drop,RIGHT",
    "rule smtp otherwise own,WRONG",
    "rule smtp accept own,RIGHT",
    "rule smtp accept drop,WRONG",
    "foo bar,OPEN"
  })
  void knowsWhatCannotBeRight(String line, Vocabulary.Fitness expected) {
    List<String> words = Words.of(line).texts();
    assertEquals(
        expected, VOCABULARY.fitness(Roles.of(COMMANDS, words).getLast(), words.getLast()));
  }

  private static List<String> offered(String line, String begun) {
    List<String> words = Words.of(line + " x").texts();
    return VOCABULARY.suggestions(Roles.of(COMMANDS, words).getLast(), begun).stream()
        .map(Vocabulary.Suggestion::text)
        .toList();
  }

  @Test
  void offersWhatFitsThePlace() {
    assertEquals(List.of("why", "rule", "rehearse"), offered("", ""));
    assertEquals(List.of("smtp", "submission"), offered("rule", ""));
    assertEquals(List.of("otherwise", "accept", "unaccept"), offered("rule smtp", ""));
    assertEquals(Verbs.verdicts(), offered("rule smtp otherwise", ""));
    assertEquals(List.of("filter", "own"), offered("rule smtp accept", ""));
    assertEquals(List.of("192.0.2.1"), offered("why", ""));
    assertEquals(List.of("nftables", "windows"), offered("why --target", ""));
    assertEquals(List.of("text", "json"), offered("why --format", ""));
    assertEquals(List.of("--force", "--format", "--help"), offered("rule", "-"));
  }

  @Test
  void filesAreOfferedWhereTheyBelong() {
    List<Roles.Role> roles = Roles.of(COMMANDS, List.of("rehearse", "a", "b"));
    assertEquals(true, VOCABULARY.takesFile(roles.getLast()));
    assertEquals(false, VOCABULARY.takesFile(roles.getFirst()));
  }
}
