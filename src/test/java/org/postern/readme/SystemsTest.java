package org.postern.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.pipeline.Assembly;
import org.postern.target.TargetKind;

/** The list of the manuals' systems names what there is: targets, keys, commands, pages, tests. */
class SystemsTest {
  private static final Path PAGES = Path.of("src/site/markdown");
  private static final Path PAGE = PAGES.resolve("systems.md");

  private static final String ROWS = "| Row | The manual says | Held by | Page | Proven by |";

  private static final String COMMANDS = "| Target | Page | Once | Try | Undo |";

  /** How many rows the two manuals have. */
  private static final int MANUALS = 30;

  private static final Pattern HELD = Pattern.compile("(source|target|key|command) `([a-z0-9-]+)`");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");

  private static List<List<String>> table(String head) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int start = lines.indexOf(head);
    assertTrue(start >= 0, () -> PAGE + " has no table " + head);
    return lines.stream()
        .skip(start + 2L)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(2, line.lastIndexOf('|')).strip().split(" *\\| *", -1)))
        .toList();
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult one) -> one.group(one.groupCount()))
        .toList();
  }

  private static Set<String> targets() {
    return Assembly.targets().kinds().stream()
        .map(TargetKind::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void allRowsOfBothManualsAreThereInTheirOrder() throws IOException {
    List<String> numbers =
        table(ROWS).stream().map(List::getFirst).filter(row -> !row.equals("beside")).toList();
    assertEquals(IntStream.rangeClosed(1, MANUALS).mapToObj(String::valueOf).toList(), numbers);
    for (List<String> row : table(ROWS)) {
      assertEquals(5, row.size(), row::toString);
      row.forEach(cell -> assertFalse(cell.isBlank(), row::toString));
    }
  }

  @Test
  void whatHoldsARowIsInTheProgram() throws IOException {
    Set<String> known = new TreeSet<>();
    targets().forEach(target -> known.add("target `" + target + "`"));
    for (Command command : CommandTable.of(Assembly::pipeline)) {
      known.add("command `" + command.name() + "`");
    }
    for (String key : SchemaKeys.of("policy.schema.json")) {
      known.add("key `" + key + "`");
      known.add("source `" + key + "`");
    }
    for (List<String> row : table(ROWS)) {
      List<String> held = HELD.matcher(row.get(2)).results().map(MatchResult::group).toList();
      assertFalse(held.isEmpty(), () -> "row " + row.getFirst() + " is held by nothing");
      for (String one : held) {
        assertTrue(known.contains(one), () -> "row " + row.getFirst() + ": there is no " + one);
      }
      for (String code : found(CODE, row.get(2))) {
        assertTrue(
            !code.startsWith("rulesets/") || Files.exists(Path.of(code)),
            () -> "row " + row.getFirst() + ": there is no " + code);
      }
    }
  }

  @Test
  void thePagesAndTestsThatRowsNameExist() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (String folder : List.of("src/test/java", "tests-integration/java")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith(".java"))
            .forEach(name -> tests.add(name.substring(0, name.length() - ".java".length())));
      }
    }
    for (List<String> row : table(ROWS)) {
      List<String> named = found(CODE, row.get(4));
      assertFalse(named.isEmpty(), () -> "row " + row.getFirst() + " is proven by nothing");
      named.forEach(
          test ->
              assertTrue(
                  tests.contains(test), () -> "row " + row.getFirst() + ": no test " + test));
      assertFalse(pages(row.get(3)).isEmpty(), () -> "row " + row.getFirst() + " has no page");
    }
  }

  /** The pages that a cell links, which exist. */
  private static List<Path> pages(String cell) {
    List<Path> pages = found(LINK, cell).stream().map(PAGES::resolve).toList();
    pages.forEach(page -> assertTrue(Files.exists(page), () -> "there is no page " + page));
    return pages;
  }

  /** The page of a target says the commands to try and to undo it, as the table has them. */
  @Test
  void thePageOfATargetSaysWhatToAddHowToTryAndHowToUndo() throws IOException {
    for (List<String> row : table(COMMANDS)) {
      String target = found(CODE, row.getFirst()).getFirst();
      assertTrue(targets().contains(target), () -> "there is no target " + target);
      Path page = pages(row.get(1)).getFirst();
      String text = Files.readString(page);
      assertTrue(
          Pattern.compile("(?<![a-z0-9-])" + target + "(?![a-z0-9-])").matcher(text).find(),
          () -> page + " is not about " + target);
      assertTrue(
          Pattern.compile("\\bonce\\b", Pattern.CASE_INSENSITIVE).matcher(text).find(),
          () -> page + " does not say what to add once");
      assertFalse(row.get(2).isBlank(), target);
      List<String> commands = new ArrayList<>();
      for (int cell = 2; cell <= 4; cell++) {
        commands.addAll(found(CODE, row.get(cell)));
      }
      assertTrue(commands.size() >= 2, () -> target + ": no command to try or none to undo");
      for (String command : commands) {
        assertTrue(text.contains(command), () -> page + " does not say: " + command);
      }
    }
  }
}
