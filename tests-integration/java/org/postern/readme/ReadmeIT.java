package org.postern.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * Follows the README from top to bottom in one shell, in namespaces of its own with a name server:
 * every command ends with the exit status that stands behind it, and prints what stands below it.
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
    List<Readme.Block> blocks = Readme.blocks();
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
        default -> throw new AssertionError("line " + block.line() + ": " + block.language());
      }
    }
    List<Walkthrough.Ran> ran = walkthrough.run(folder);
    return expectations.stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> one.check(ran)))
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
    List<String> lines =
        Readme.blocks().stream()
            .filter(block -> block.language().equals("sh"))
            .flatMap(block -> block.lines().stream())
            .toList();
    List<String> unused =
        NOT_RUN.keySet().stream()
            .filter(prefix -> lines.stream().noneMatch(line -> line.startsWith(prefix)))
            .toList();
    assertEquals(List.of(), unused);
  }

  @Test
  void thePathsItNamesExist() throws IOException {
    Matcher path =
        Pattern.compile("`((?:src|rulesets|policy|pipeline|target)/[A-Za-z/_-]+(?:\\.[a-z.]+)?)`")
            .matcher(Files.readString(Path.of("README.md")));
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (path.find()) {
      found++;
      String name = path.group(1);
      if (!Files.exists(Path.of(name))
          && !Files.exists(Path.of("src/main/java/org/postern", name))) {
        missing.add(name);
      }
    }
    assertTrue(found > 5, "no paths found");
    assertEquals(List.of(), missing);
  }
}
