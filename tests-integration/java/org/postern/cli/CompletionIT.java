package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Option;
import org.postern.command.Surroundings;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Lab;
import org.postern.pipeline.ShippedRuleset;
import org.postern.shell.ShellCommand;
import org.postern.target.TargetKind;

/** The scripts of {@code postern completion}, loaded by the shells that they are for. */
class CompletionIT {
  private static final String END = "==";

  private static final List<Command> ALL = table();

  @TempDir private Path folder;

  /** The shells; each test asks all of them. */
  static List<String> shells() {
    return CompletionCommand.SHELLS;
  }

  private static List<Command> table() {
    List<Command> all = new ArrayList<>(CommandTable.of(Assembly::pipeline));
    all.addAll(
        ShellCommand.rows(
            Assembly::pipeline, Surroundings.none(), Palette.plain(), System.out, false));
    all.addAll(HelpCommands.rows(() -> all, "postern"));
    return all;
  }

  @BeforeEach
  void makeFiles() throws IOException {
    Files.writeString(folder.resolve("a policy.yaml"), "");
    Files.createDirectory(folder.resolve("a folder"));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void everyCommandIsOffered(String shell) throws Exception {
    assertEquals(
        Place.shown(ALL).stream().map(Command::name).collect(Collectors.toCollection(TreeSet::new)),
        ask(shell, List.of("postern ")).getFirst());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void everyOptionIsOffered(String shell) throws Exception {
    List<Command> commands = Place.shown(ALL);
    List<Set<String>> offered =
        ask(shell, commands.stream().map(one -> "postern %s -".formatted(one.name())).toList());
    for (int i = 0; i < commands.size(); i++) {
      Set<String> expected =
          WordsParser.options(commands.get(i)).stream()
              .map(Option::name)
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> found = new TreeSet<>(offered.get(i));
      // Fish knows that they are one option, and the others do not offer it.
      found.remove("-h");
      assertEquals(expected, found, commands.get(i).name());
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void valuesAreOffered(String shell) throws Exception {
    Set<String> targets =
        Assembly.targets().kinds().stream()
            .map(TargetKind::name)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Set<String>> offered =
        ask(
            shell,
            List.of(
                "postern compile --target ",
                "postern hook ",
                "postern plan --format ",
                "postern plan --format=",
                "postern completion ",
                "postern rulesets copy mime",
                "postern apply --reason ",
                "postern nothing "));
    assertEquals(targets, offered.get(0));
    assertTrue(offered.get(1).containsAll(targets), offered::toString);
    assertEquals(Set.of("text", "json", "diff", "markdown"), offered.get(2));
    assertEquals(Set.of("text", "json", "diff", "markdown"), values(offered.get(3)));
    assertEquals(Set.of("bash", "zsh", "fish"), offered.get(4));
    assertEquals(Set.of("mimecast"), offered.get(5));
    assertTrue(ShippedRuleset.NAMES.contains("mimecast"));
    assertEquals(Set.of(), offered.get(6));
    assertEquals(Set.of(), offered.get(7));
  }

  /** Names that the policy of the line gives to targets, read by the program itself. */
  @ParameterizedTest
  @MethodSource("shells")
  void namesOfTargetsAreOffered(String shell) throws Exception {
    Files.writeString(
        folder.resolve("two.yaml"),
        """
        sets: {own: {sources: [192.0.2.1]}}
        rules: [{name: mta, hook: smtp, accept: [own], otherwise: defer}]
        targets: [{postfix: {name: mx-one}}, {exim: {name: mx-two}}]
        """);
    List<Set<String>> offered =
        ask(
            shell,
            List.of(
                "postern plan two.yaml --target mx",
                "postern hook --policy two.yaml mx",
                "postern plan none.yaml --target mx"));
    assertEquals(Set.of("mx-one", "mx-two"), offered.get(0));
    assertTrue(offered.get(1).containsAll(Set.of("mx-one", "mx-two")), offered::toString);
    assertEquals(Set.of(), offered.get(2));
  }

  /** Fish offers the option with its value. */
  private static Set<String> values(Set<String> offered) {
    return offered.stream()
        .map(one -> one.replaceFirst("^--format=", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void filesAndFoldersAreOffered(String shell) throws Exception {
    List<Set<String>> offered =
        ask(
            shell,
            List.of(
                "postern plan a",
                "postern plan --lock a",
                "postern status --state a",
                "postern aggregate --except a"));
    Set<String> both = Set.of("a folder", "a policy.yaml");
    assertEquals(both, offered.get(0));
    assertEquals(both, offered.get(1));
    assertEquals(Set.of("a folder"), offered.get(2));
    assertEquals(both, offered.get(3));
  }

  @Test
  void anotherShellIsAMistake() {
    Terminal.Seen seen = run("tcsh");
    assertEquals(64, seen.exit());
    assertTrue(seen.err().contains("write bash or zsh or fish"), seen::toString);
    assertTrue(run("zhs").err().contains("did you mean zsh"));
  }

  private Terminal.Seen run(String shell) {
    return new Terminal(new Lab(folder)).run(ALL, "completion", shell);
  }

  /** What a shell offers at the end of each line. */
  private List<Set<String>> ask(String shell, List<String> lines) throws Exception {
    Path script = Files.writeString(folder.resolve(".script"), run(shell).out());
    String said =
        switch (shell) {
          case "bash" -> start(List.of("bash", "--norc", "-c", bash(script, lines)));
          case "fish" -> start(List.of("fish", "--no-config", "-c", fish(script, lines)));
          default -> zsh(script, lines);
        };
    List<Set<String>> offers =
        Stream.of(said.split("(?m)^" + END + "$\n?", -1))
            .<Set<String>>map(
                part ->
                    part.lines()
                        .map(line -> line.split("\t", 2)[0].replaceFirst("/$", ""))
                        .filter(line -> !line.isEmpty())
                        .map(line -> line.replace("\\ ", " "))
                        .collect(Collectors.toCollection(TreeSet::new)))
            .toList();
    assertEquals(lines.size() + 1, offers.size(), said);
    return offers.subList(0, lines.size());
  }

  /** Bash splits words at blanks, and at the sign between an option and its value. */
  private static String bash(Path script, List<String> lines) {
    StringBuilder text = new StringBuilder("set -u\n. '%s'\n".formatted(script));
    for (String line : lines) {
      String words =
          Arrays.stream(line.replace("=", " = ").split(" +", -1))
              .map("'%s'"::formatted)
              .collect(Collectors.joining(" "));
      String last =
          line.endsWith("=") ? words.substring(0, words.length() - " ''".length()) : words;
      text.append("COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); ".formatted(last));
      text.append("_postern; printf '%s\\n' \"${COMPREPLY[@]}\"; echo ").append(END).append('\n');
    }
    return text.toString();
  }

  private static String fish(Path script, List<String> lines) {
    StringBuilder text = new StringBuilder("source '%s'\n".formatted(script));
    for (String line : lines) {
      text.append("complete -C '%s'; echo %s%n".formatted(line, END));
    }
    return text.toString();
  }

  private String zsh(Path script, List<String> lines) throws Exception {
    Path ask = folder.resolve(".ask.zsh");
    try (InputStream in =
        Objects.requireNonNull(CompletionIT.class.getResourceAsStream("/completion/ask.zsh"))) {
      Files.write(ask, in.readAllBytes());
    }
    Path typed = Files.writeString(folder.resolve(".lines"), String.join("\n", lines) + "\n");
    return start(List.of("zsh", "-f", ask + "", script + "", typed + ""));
  }

  private String start(List<String> command) throws Exception {
    Process process;
    ProcessBuilder builder = new ProcessBuilder(command);
    String image = String.valueOf(Path.of(System.getProperty("postern.image", "")).getParent());
    builder.environment().merge("PATH", image, (path, bin) -> bin + ":" + path);
    try {
      process =
          builder
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException e) {
      return fail("%s: apt-get install -y %s".formatted(e.getMessage(), command.getFirst()));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), said);
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
