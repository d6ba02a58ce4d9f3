package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.Family;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Surroundings;
import org.postern.host.Version;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Pipeline;
import org.postern.shell.ShellCommand;
import org.postern.source.Answer;
import org.postern.source.EntryTable;

/** What a user types who does not know the program yet. */
class FirstWordsTest {
  private final Path folder;

  private final Lab lab;

  FirstWordsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(policy(215));
  }

  private static String policy(int literals) {
    List<String> nets =
        IntStream.range(0, literals)
            .mapToObj(i -> "198.51.%d.%d".formatted(i / 100, 2 * (i % 100) + 1))
            .toList();
    return """
    sets: {own: {sources: [%s], guard: {shrink: 100%%}}}
    rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
    """
        .formatted(String.join(", ", nets));
  }

  private List<Command> table() {
    List<Command> all = new ArrayList<>(CommandTable.of((Path state) -> lab.pipeline(state)));
    all.addAll(
        ShellCommand.rows(lab::pipeline, Surroundings.none(), Palette.plain(), System.out, false));
    all.addAll(HelpCommands.rows(() -> all, "postern"));
    return all;
  }

  private Terminal.Seen run(String... words) {
    return new Terminal(lab).run(table(), words);
  }

  @Test
  void aFirstApplyOfManyIsASummary() {
    Terminal.Seen seen = new Terminal(lab).type("apply", lab.file().toString());
    assertEquals(0, seen.exit(), seen::toString);
    assertTrue(seen.out().contains("    + 215 prefixes, new in the policy\n"), seen::toString);
    assertTrue(seen.out().contains("215 prefixes are not listed (-v lists all)"), seen::toString);
    assertFalse(seen.out().contains("198.51.0.1 "), seen::toString);
    assertTrue(seen.out().lines().count() < 12, seen::toString);
  }

  @Test
  void verboseListsAll() throws IOException {
    Terminal.Seen seen = new Terminal(lab).type("apply", lab.file().toString(), "-v");
    assertTrue(seen.out().contains("+ 198.51.0.1 "), seen::toString);
    assertTrue(seen.out().contains("+ 198.51.2.29 "), seen::toString);
    assertFalse(seen.out().contains("-v"), seen::toString);
    lab.policy(policy(1));
    assertTrue(
        new Terminal(lab)
            .type("plan", lab.file().toString())
            .out()
            .contains("14 more prefixes (-v lists"));
    Terminal.Seen plan = new Terminal(lab).type("plan", lab.file().toString(), "-v");
    assertTrue(plan.out().contains("- 198.51.2.29"), plan::toString);
  }

  @Test
  void aSmallApplyListsWhatItDoes() throws IOException {
    lab.policy(policy(20));
    Terminal.Seen seen = new Terminal(lab).type("apply", lab.file().toString());
    assertTrue(seen.out().contains("+ 198.51.0.39 "), seen::toString);
  }

  @Test
  void quietPrintsErrorsAndWarningsOnly() throws IOException {
    String policy = lab.file().toString();
    Terminal.Seen plan = new Terminal(lab).type("plan", "-q", policy);
    assertEquals(2, plan.exit());
    assertEquals("", plan.out() + plan.err());
    Terminal.Seen apply = new Terminal(lab).type("apply", policy, "-q", "--format", "json");
    assertEquals(0, apply.exit());
    assertEquals("", apply.out() + apply.err());
    Files.writeString(lab.file(), "rulez: 1\n");
    Terminal.Seen wrong = new Terminal(lab).type("apply", "-q", policy);
    assertEquals(65, wrong.exit());
    assertTrue(wrong.err().contains("P0201"), wrong::toString);
    assertEquals("", wrong.out());
  }

  @Test
  void specialPurposeAnswersAreToldOncePerNetwork() throws IOException {
    lab.policy(
        """
        sets: {own: {sources: [dns: mx.example], guard: {at-most: 1000}}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        """);
    List<String> texts = new ArrayList<>(List.of("192.168.1.1", "8.8.8.8"));
    for (int i = 0; i < 400; i++) {
      texts.add("10.0.%d.%d".formatted(i / 200, i % 200 + 1));
    }
    EntryTable entries = Lab.entries(texts.toArray(String[]::new));
    Answer answer = new Answer.Data(entries, Duration.ofMinutes(5), List.of(), "test");
    lab.answers("mx.example").answers("mx.example", Family.IP, () -> answer);
    Terminal.Seen seen = new Terminal(lab).type("plan", lab.file().toString());
    List<String> told = seen.err().lines().filter(line -> line.startsWith("refused: ")).toList();
    assertEquals(
        List.of(
            "refused: set own: dns mx.example names 400 entries such as 10.0.0.1, which are in"
                + " 10.0.0.0/8 (private use, RFC 1918, IANA IPv4 Special-Purpose Address Registry)",
            "refused: set own: dns mx.example names 192.168.1.1, which is in 192.168.0.0/16"
                + " (private use, RFC 1918, IANA IPv4 Special-Purpose Address Registry)"),
        told);
  }

  @Test
  void helpAndVersionAreCommandsToo() {
    assertEquals(run("--help").out(), run("help").out());
    assertEquals(run("plan", "--help").out(), run("help", "plan").out());
    assertEquals("postern " + Version.text() + "\n", run("version").out());
    assertEquals(run("--version").out(), run("version").out());
    Terminal.Seen wrong = run("help", "reload");
    assertEquals(64, wrong.exit());
    assertTrue(wrong.err().contains("did you mean apply"), wrong::toString);
    assertEquals(64, run("version", "plan").exit());
  }

  @ParameterizedTest
  @CsvSource({
    "reload, apply",
    "allow, shell",
    "block, shell",
    "list, sets",
    "show, rules",
    "start, daemon",
    "stop, pause",
    "stop, remove",
    "ban, shell",
    "unban, shell",
    "test, try",
    "verify, check",
    "validate, check",
    "undo, rollback",
    "info, status",
    "log, history",
    "explain, why",
    "flush, remove",
    "restart, restore",
    "panic, open",
    "dry-run, plan",
    "appyl, apply",
    "chekc, check",
    "STATUS, status",
    "dropped, refused",
    "usage, help",
    "compare, diff",
  })
  void aWordIsUnderstoodByItsMeaning(String word, String command) {
    Terminal.Seen seen = run(word, "192.0.2.1");
    assertEquals(64, seen.exit(), seen::toString);
    String summary =
        table().stream().filter(one -> one.name().equals(command)).findFirst().get().summary();
    assertTrue(
        seen.err().startsWith("postern: there is no command \"%s\"; did you mean ".formatted(word)),
        seen::toString);
    assertTrue(seen.err().contains("%s (%s)".formatted(command, summary)), seen::toString);
  }

  @Test
  void aWordWithoutMeaningIsNotGuessed() {
    Terminal.Seen seen = run("xyzzyplugh");
    assertEquals(64, seen.exit());
    assertEquals("postern: there is no command \"xyzzyplugh\"\nsee: postern --help\n", seen.err());
  }

  @Test
  void everyMeaningIsThatOfACommand() {
    List<String> names = table().stream().map(Command::name).toList();
    List<String> shell = List.of("set");
    assertEquals(
        List.of(),
        Meanings.commands().stream()
            .filter(name -> !names.contains(name) && !shell.contains(name))
            .toList());
    assertEquals(List.of(), Meanings.words().stream().filter(names::contains).toList());
  }

  /** The table alone opens no state. */
  private static Pipeline none(Path state) {
    throw new AssertionError("opens " + state);
  }

  static Stream<String> takingAPolicy() {
    return CommandTable.of(FirstWordsTest::none).stream()
        .filter(command -> !command.isHidden() && command.takesPolicy())
        .map(Command::name)
        .filter(name -> !name.equals("try"));
  }

  private List<String> line(String name, String... more) {
    List<String> words = new ArrayList<>(List.of(name));
    if (name.equals("why")) {
      words.add("198.51.0.1");
    } else if (name.equals("simulate")) {
      words.addAll(List.of("198.51.0.1", "25"));
    }
    words.addAll(List.of(more));
    return words;
  }

  private Terminal.Seen type(List<String> words) {
    return new Terminal(lab).type(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("takingAPolicy")
  void theOptionMeansTheSameAsTheWord(String name) {
    String file = lab.file().toString();
    String dotted = folder.resolve(".").resolve("policy.yaml").toString();
    Terminal.Seen word = type(line(name, file));
    assertTrue(word.exit() <= 2, word::toString);
    if (name.equals("apply")) {
      assertTrue(type(line(name, "--policy", file)).out().contains("in sync"));
    } else if (!name.equals("report")) {
      assertEquals(word, type(line(name, "--policy", file)));
      assertEquals(word, type(line(name, file, "--policy", dotted)));
    }
    Terminal.Seen two = type(line(name, file, "--policy", "/etc/other.yaml"));
    assertEquals(64, two.exit(), two::toString);
    assertTrue(two.err().contains("two policies are named"), two::toString);
  }

  @Test
  void wordsMayBeLeftOutBeforeAPolicy() throws IOException {
    String file = lab.file().toString();
    assertEquals(0, type(List.of("why", "198.51.0.1", file)).exit());
    assertEquals(0, type(List.of("why", "198.51.0.1", "25", file)).exit());
    assertEquals(64, type(List.of("why", "198.51.0.1", "smpt", "--policy", file)).exit());
    Path log = folder.resolve("mail.log");
    Files.writeString(log, "Nov  3 04:05:06 mx postfix/smtpd[9]: connect from a[198.51.0.1]\n");
    Terminal.Seen option = type(List.of("rehearse", log.toString(), "--policy", file));
    assertEquals(0, option.exit(), option::toString);
    assertEquals(option, type(List.of("rehearse", log.toString(), file)));
    assertEquals(option, type(List.of("rehearse", folder.toString(), log.toString())));
    assertEquals(64, type(List.of("rehearse", file)).exit());
    assertEquals(64, type(List.of("rehearse", log.toString(), file, "--policy", "/x.yaml")).exit());
  }
}
