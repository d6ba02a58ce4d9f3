package org.postern.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.address.Family;
import org.postern.cli.HelpCommands;
import org.postern.cli.Palette;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.ExitCode;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Surroundings;
import org.postern.diagnostic.Code;
import org.postern.pipeline.Assembly;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.policy.GuardSpec;
import org.postern.policy.Hook;
import org.postern.policy.KeepSpec;
import org.postern.policy.MachineSettings;
import org.postern.policy.Refusal;
import org.postern.policy.ResolveSettings;
import org.postern.shell.ShellCommand;
import org.postern.target.TargetKind;

/** The tables of the README and of the pages say what the code says, no more and no less. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path SITE = Path.of("src/site/markdown");

  /** In bytes. */
  private static final int SHORT = 10 * 1024;

  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:)([^)#\\s]+)");

  private static List<String> lines(String page) {
    return lines(SITE.resolve(page));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The rows of the table of a page with this head, each as its cells. */
  private static List<List<String>> table(String page, String head) {
    return table(lines(page), head);
  }

  private static List<List<String>> table(List<String> lines, String head) {
    int start = lines.indexOf(head);
    assertTrue(start >= 0, () -> "there is no table " + head);
    return lines.stream()
        .skip(start + 2L)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(2, line.lastIndexOf('|')).strip().split(" *\\| *", -1)))
        .toList();
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertTrue(Files.size(README) <= SHORT, () -> README + " is longer than 10 KB");
  }

  @Test
  void theReadmeHasEveryCommandAndNoOther() {
    assertEquals(
        commands().stream().map(Command::name).sorted().toList(),
        table(lines(README), "| Command | Does |").stream()
            .map(row -> code(row.getFirst()).getFirst())
            .sorted()
            .toList());
  }

  /** From the README, by any number of links. */
  @Test
  void everyPageIsReached() throws IOException {
    Set<Path> reached = new TreeSet<>();
    Deque<Path> ahead = new ArrayDeque<>(List.of(README));
    while (!ahead.isEmpty()) {
      Path page = ahead.removeFirst();
      if (reached.add(page) && page.toString().endsWith(".md")) {
        LINK.matcher(Files.readString(page))
            .results()
            .map(link -> page.resolveSibling(link.group(1)).normalize())
            .filter(Files::exists)
            .forEach(ahead::add);
      }
    }
    try (Stream<Path> pages = Files.walk(SITE)) {
      assertEquals(
          List.of(),
          pages
              .filter(Files::isRegularFile)
              .filter(page -> !reached.contains(page))
              .sorted()
              .toList());
    }
  }

  /** What stands between backticks. */
  private static List<String> code(String text) {
    return Pattern.compile("`([^`]+)`")
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static List<Command> commands() {
    List<Command> all = new ArrayList<>(CommandTable.of(Assembly::pipeline));
    all.addAll(
        ShellCommand.rows(
            Assembly::pipeline, Surroundings.none(), Palette.plain(), System.out, false));
    all.addAll(HelpCommands.rows(List::of, "postern"));
    return all.stream().filter(one -> !one.isHidden()).toList();
  }

  @Test
  void theTargetsDoWhatTheTableSays() {
    List<List<String>> rows =
        Assembly.targets().kinds().stream()
            .map(TargetKind::capabilities)
            .map(
                one ->
                    List.of(
                        "`" + one.target() + "`",
                        words(one.families(), Family::text) + ": " + judged(one),
                        words(one.verdicts(), Refusal::text),
                        String.valueOf(one.maxPrefixes()),
                        yesOrNo(one.can(Ability.COUNTS)),
                        yesOrNo(one.can(Ability.ATOMIC)),
                        yesOrNo(one.can(Ability.CLOSES)),
                        yesOrNo(one.can(Ability.REMEMBERS)),
                        yesOrNo(one.can(Ability.OPENS)),
                        one.road().text()))
            .toList();
    assertEquals(
        rows,
        table(
            "targets.md",
            "| Target | Judges | Otherwise | Prefixes of a rule | Counts | In one step"
                + " | Closes by itself | Remembers peers | Opens | Done by |"));
  }

  /** That all it names is there is in {@link SystemsTest}. */
  @Test
  void everyTargetIsInTheListOfSystemsAndHasAPage() throws IOException {
    String page = "src/site/markdown/systems.md";
    String list = Files.readString(Path.of(page));
    for (TargetKind kind : Assembly.targets().kinds()) {
      assertTrue(
          list.contains("target `" + kind.name() + "`"),
          () ->
              "target %s is in no row of %s: say in the row of its system, or in one beside, that it is"
                      .formatted(kind.name(), page)
                  + " held by target `%s`, on which page, and by which test it is proven"
                      .formatted(kind.name()));
      assertTrue(
          list.contains("\n| `" + kind.name() + "` | ["),
          () ->
              "target %s has no row in the table Once, Try, Undo of %s: write its page, and say there"
                      .formatted(kind.name(), page)
                  + " and in the table what to add once, and the commands to try and to undo it");
    }
  }

  private static String judged(Capabilities one) {
    String hooks = words(one.hooks(), Hook::text);
    return !one.mail().judged() ? hooks : hooks + (hooks.isEmpty() ? "" : ", ") + "smtp";
  }

  private static <T> String words(Set<T> values, Function<T, String> word) {
    return values.stream().map(word).sorted().collect(Collectors.joining(", "));
  }

  private static String yesOrNo(boolean does) {
    return does ? "yes" : "no";
  }

  @Test
  void everyCommandAndOptionIsThereAndNoOther() {
    Map<String, Set<String>> expected = new TreeMap<>();
    for (Command command : commands()) {
      expected.put(
          usage(command),
          command.options().stream()
              .map(Option::name)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    Map<String, Set<String>> found = new TreeMap<>();
    for (List<String> row : table("commands.md", "| Command | Options | Does |")) {
      found.put(code(row.get(0)).getFirst(), new TreeSet<>(code(row.get(1))));
    }
    assertEquals(expected, found);
  }

  private static String usage(Command command) {
    StringBuilder usage = new StringBuilder(command.name());
    for (Parameter parameter : command.parameters()) {
      String name = parameter.name() + (parameter.many() ? "..." : "");
      usage.append((parameter.required() ? " %s" : " [%s]").formatted(name));
    }
    return usage.toString();
  }

  @Test
  void everyExitStatusIsThereAndNoOther() {
    assertEquals(
        Arrays.stream(ExitCode.values()).map(ExitCode::number).sorted().toList(),
        table("commands.md", "| Exit | Meaning |").stream()
            .map(row -> Integer.valueOf(row.getFirst()))
            .toList());
  }

  @Test
  void thePrecedenceOfExitStatusesIsThatOfTheCode() {
    String order =
        Arrays.stream(ExitCode.values())
            .filter(exit -> exit != ExitCode.DONE)
            .map(exit -> String.valueOf(exit.number()))
            .collect(Collectors.joining(", "));
    String page = String.join("\n", lines("commands.md"));
    assertTrue(page.contains("the first of " + order + " is meant"), order);
  }

  @Test
  void everyGroupOfDiagnosticsIsThereAndNoOther() {
    Set<String> groups =
        Arrays.stream(Code.values())
            .map(code -> code.id().substring(0, 3) + "xx")
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found =
        lines("policy.md").stream()
            .flatMap(line -> code(line).stream())
            .filter(word -> word.matches("P[0-9]{2}xx"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(groups, found);
  }

  @Test
  void everyKeyOfThePolicyIsThereAndNoOther() throws IOException {
    assertKeys("policy.schema.json", table("policy.md", "| Key | Default | Example, meaning |"));
  }

  @Test
  void everyKeyOfTheMachineIsThereAndNoOther() throws IOException {
    List<List<String>> rows = table("daemon.md", "| Setting | Default | Example, meaning |");
    assertKeys("machine.schema.json", rows);
    assertTrue(
        rows.contains(
            List.of(
                "`repeat`",
                "`%dh`".formatted(MachineSettings.AlarmCommand.REPEAT.toHours()),
                "how often an alarm that stands is told again")),
        rows::toString);
    String log = MachineSettings.DEFAULT.log().name().toLowerCase(Locale.ROOT);
    assertTrue(
        rows.stream().anyMatch(row -> row.subList(0, 2).equals(List.of("`log`", "`" + log + "`"))),
        rows::toString);
  }

  private static void assertKeys(String schema, List<List<String>> rows) throws IOException {
    Set<String> known = SchemaKeys.of(schema);
    Set<String> named = new TreeSet<>();
    for (List<String> row : rows) {
      named.addAll(code(row.getFirst()));
      for (String example : code(row.get(2))) {
        named.addAll(List.of(example.split("[^a-z0-9-]+", -1)));
      }
    }
    assertEquals(Set.of(), minus(known, named), "keys that the table does not have");
    Set<String> keys =
        rows.stream()
            .flatMap(row -> code(row.getFirst()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), minus(keys, known), "keys that the parser does not know");
  }

  private static Set<String> minus(Set<String> all, Set<String> without) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(without);
    return rest;
  }

  @Test
  void theDefaultsAreThoseOfTheCode() {
    GuardSpec guard = GuardSpec.DEFAULT;
    assertDefault("at-least", String.valueOf(guard.atLeast()));
    assertDefault("at-most", String.valueOf(guard.atMost()));
    assertDefault("shrink", guard.shrink() + "%");
    assertDefault("grow", guard.grow() + "%");
    assertDefault("widest", "{ip: /%d, ip6: /%d}".formatted(guard.widestIp(), guard.widestIp6()));
    assertDefault("special", guard.allowSpecial() ? "allow" : "refuse");
    assertTrue(row("grow").get(2).contains("beyond " + GuardSpec.GROW_SLACK), "slack of grow");
    assertDefault("removed", KeepSpec.DEFAULT.removed().toHours() + "h");
    assertDefault("alarm-after", KeepSpec.DEFAULT.alarmAfter().toDays() + "d");
    ResolveSettings resolve = ResolveSettings.DEFAULT;
    assertDefault("deadline", resolve.deadline().toSeconds() + "s");
    String ttl =
        "{floor: %ds, cap: %dh}"
            .formatted(resolve.ttlFloor().toSeconds(), resolve.ttlCap().toHours());
    assertTrue(row("ttl").get(2).contains(ttl), ttl);
  }

  private static void assertDefault(String key, String value) {
    assertEquals("`" + value + "`", row(key).get(1), key);
  }

  private static List<String> row(String key) {
    return table("policy.md", "| Key | Default | Example, meaning |").stream()
        .filter(row -> row.getFirst().equals("`" + key + "`"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theExamplesOfTheHelpAreCallsOfTheirCommand() {
    for (Command command : commands()) {
      assertTrue(
          command.example().startsWith("postern " + command.name()),
          () -> command.name() + ": " + command.example());
    }
  }
}
