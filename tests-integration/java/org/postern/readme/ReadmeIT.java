package org.postern.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Follows the README and each page of the site from top to bottom, each in a shell and in
 * namespaces of its own with a name server: every command ends with the exit status that stands
 * behind it, and prints what stands below it.
 */
class ReadmeIT {
  /** Commands, or their beginnings, that this test cannot run; each with its reason. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "mvn -q -DskipTests package && ", "the image under test was built by this",
          "mvn -B verify", "this test is a part of it");

  private static final Pattern EXIT = Pattern.compile("  # exit ([0-9]+)(:.*)?$");

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> everyCommandWorksAsShown() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : Readme.pages()) {
      tests.addAll(follow(page, Files.createTempDirectory(folder, "page")));
    }
    return tests;
  }

  private static List<DynamicTest> follow(Path page, Path folder) throws Exception {
    List<Readme.Block> blocks = Readme.blocks(page);
    Walkthrough walkthrough = new Walkthrough();
    List<Expectation> expectations = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Readme.Block block = blocks.get(i);
      switch (block.language()) {
        case "yaml" -> follow(block, walkthrough, expectations);
        case "sh" -> {
          boolean shown = i + 1 < blocks.size() && blocks.get(i + 1).next();
          run(block, walkthrough, expectations);
          if (shown) {
            expectations.add(new Expectation.Output(block.line(), blocks.get(i + 1)));
          }
        }
        // Commands in a "shell" need a booted system: org.postern.service runs them in one.
        // Those in a "powershell" need Windows: org.postern.target.windows runs what they run.
        case "", "text", "nft", "shell", "powershell" -> {}
        default -> throw new AssertionError(page + ":" + block.line() + ": " + block.language());
      }
    }
    List<Walkthrough.Ran> ran = expectations.isEmpty() ? List.of() : walkthrough.run(folder);
    return expectations.stream()
        .map(one -> DynamicTest.dynamicTest(page + " " + one.name(), () -> one.check(ran)))
        .toList();
  }

  private static void run(
      Readme.Block block, Walkthrough walkthrough, List<Expectation> expectations) {
    for (String line : block.lines()) {
      Matcher exit = EXIT.matcher(line);
      int expected = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
      String command = runnable(line.replaceFirst(" +# .*", ""));
      if (!command.isEmpty()) {
        walkthrough.command(block.line(), command);
        expectations.add(new Expectation.Exit(block.line(), command, expected));
      }
    }
  }

  private static String runnable(String command) {
    for (String prefix : NOT_RUN.keySet()) {
      if (command.startsWith(prefix)) {
        return command.substring(prefix.length());
      }
    }
    return command;
  }

  /** Saves the block; checks a policy, and runs the commands of everything else. */
  private static void follow(
      Readme.Block block, Walkthrough walkthrough, List<Expectation> expectations) {
    walkthrough.save(block.file(), block.text());
    List<String> commands = new ArrayList<>();
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(block.text());
    if (tree instanceof Map<?, ?> map && map.containsKey("rules")) {
      return;
    }
    collect(tree, commands);
    assertTrue(!commands.isEmpty(), () -> "line " + block.line() + " has no postern command");
    if (block.text().contains("ansible.builtin.git")) {
      commands.addFirst("git clone -q . /etc/postern");
    }
    for (String command : commands) {
      walkthrough.command(block.line(), command);
      expectations.add(new Expectation.Exit(block.line(), command, 0));
    }
  }

  private static void collect(Object node, List<String> commands) {
    if (node instanceof Map<?, ?> map) {
      map.values().forEach(value -> collect(value, commands));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> collect(value, commands));
    } else if (node instanceof String text && text.startsWith("postern ")) {
      commands.add(text);
    }
  }

  @Test
  void everyExceptionIsInUse() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path page : Readme.pages()) {
      Readme.blocks(page).stream()
          .filter(block -> block.language().equals("sh"))
          .forEach(block -> lines.addAll(block.lines()));
    }
    List<String> unused =
        NOT_RUN.keySet().stream()
            .filter(prefix -> lines.stream().noneMatch(line -> line.startsWith(prefix)))
            .toList();
    assertEquals(List.of(), unused);
  }

  @Test
  void thePathsThatPagesNameExist() throws IOException {
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (Path page : Readme.pages()) {
      Matcher path =
          Pattern.compile("`((?:src|rulesets|policy|pipeline|target)/[A-Za-z/_-]+(?:\\.[a-z.]+)?)`")
              .matcher(Files.readString(page));
      while (path.find()) {
        found++;
        String name = path.group(1);
        if (!Files.exists(Path.of(name))
            && !Files.exists(Path.of("src/main/java/org/postern", name))
            && !name.equals("target/benchmarks.json")) {
          missing.add(page + ": " + name);
        }
      }
    }
    assertTrue(found > 5, "no paths found");
    assertEquals(List.of(), missing);
  }

  /** Links to files, and to headings of pages. */
  @Test
  void theLinksOfPagesLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int found = 0;
    for (Path page : Readme.pages()) {
      Matcher link =
          Pattern.compile("\\]\\((?!https?:|mailto:)([^)#\\s]*)(?:#([^)\\s]+))?\\)")
              .matcher(Files.readString(page));
      while (link.find()) {
        found++;
        Path to = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        if (!Files.exists(to) || (link.group(2) != null && !hasHeading(to, link.group(2)))) {
          broken.add(page + ": " + link.group());
        }
      }
    }
    assertTrue(found > 0, "no links found");
    assertEquals(List.of(), broken);
  }

  private static boolean hasHeading(Path page, String anchor) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ *", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .anyMatch(anchor::equals);
  }
}
