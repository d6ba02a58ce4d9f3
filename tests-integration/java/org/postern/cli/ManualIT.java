package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.ExitCode;
import org.postern.command.Option;
import org.postern.command.Surroundings;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Lab;
import org.postern.shell.ShellCommand;

/** The pages of the manual, as man(1) shows them. */
class ManualIT {
  @TempDir private static Path folder;

  private static final List<Command> ALL = table();

  private static List<Command> table() {
    List<Command> all = new ArrayList<>(CommandTable.of(Assembly::pipeline));
    all.addAll(
        ShellCommand.rows(
            Assembly::pipeline, Surroundings.none(), Palette.plain(), System.out, false));
    all.addAll(HelpCommands.rows(() -> all, "postern"));
    return all;
  }

  @BeforeAll
  static void write() {
    Terminal.Seen seen =
        new Terminal(new Lab(folder)).run(ALL, "man-pages", folder.toString(), "2026-11-22");
    assertEquals(0, seen.exit(), seen::toString);
  }

  @Test
  void everyCommandHasAPage() throws IOException {
    Set<String> expected =
        Place.shown(ALL).stream()
            .map(one -> "postern-" + one.name() + ".1")
            .collect(Collectors.toCollection(TreeSet::new));
    expected.addAll(Set.of("postern.1", "postern-policy.5", "postern-daemon.yaml.5"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          expected,
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.matches(".*\\.[15]"))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  /** As lintian asks it. */
  @Test
  void manHasNothingToComplainOf() throws Exception {
    List<String> command = new ArrayList<>(List.of("man", "--warnings", "-E", "UTF-8", "-l"));
    command.addAll(List.of("-Tutf8", "-Z"));
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().matches(".*\\.[15]"))
          .sorted()
          .forEach(file -> command.add(file.toString()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("MANWIDTH", "80");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = start(builder);
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertEquals("", said);
  }

  @Test
  void aPageTellsWhatTheHelpTells() throws Exception {
    Command plan = ALL.stream().filter(one -> one.name().equals("plan")).findFirst().orElseThrow();
    String shown = words(shown("postern-plan.1"));
    assertTrue(shown.contains("postern-plan - " + plan.summary()), shown);
    assertTrue(shown.contains(plan.example()), shown);
    for (Option option : WordsParser.options(plan)) {
      assertTrue(shown.contains(option.name()), () -> option + " in " + shown);
    }
  }

  @Test
  void thePageOfTheProgramTellsCommandsAndExitCodes() throws Exception {
    String shown = shown("postern.1");
    Place.shown(ALL).forEach(one -> assertTrue(shown.contains("\n       " + one.name()), shown));
    for (ExitCode exit : ExitCode.values()) {
      String begins = "\n       %d ".formatted(exit.number());
      assertTrue(shown.contains(begins), () -> begins + " in " + shown);
    }
  }

  @Test
  void thePagesOfFilesTellEveryKey() throws Exception {
    String policy = shown("postern-policy.5");
    for (String key : List.of("include", "sets", "sources", "shrink", "otherwise", "clean-since")) {
      assertTrue(policy.matches("(?s).*\n +" + key + "[ \n].*"), () -> key + " in " + policy);
    }
    String machine = words(shown("postern-daemon.yaml.5"));
    assertTrue(machine.contains("listen"), machine);
    assertTrue(machine.contains("One of: journal, text, auto."), machine);
  }

  private static String shown(String page) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("man", "-l", folder.resolve(page).toString());
    builder.environment().put("MANWIDTH", "80");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("MANPAGER", "cat");
    Process process = start(builder.redirectErrorStream(true));
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), shown);
    return shown;
  }

  /** With one blank between words, wherever a line ends. */
  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      return fail(e.getMessage() + ": apt-get install -y man-db");
    }
  }
}
