package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Surroundings;
import org.postern.pipeline.Assembly;
import org.postern.shell.ShellCommand;

/**
 * Every command as a process of its own whose standard output is a full disk, a pipe that no
 * process reads, or nothing at all; in a network namespace of its own.
 */
class FullOutputIT {
  private static final String IMAGE = System.getProperty("postern.image");

  /** What commands are called with that need something; POLICY stands for the policy. */
  private static final Map<String, List<String>> ARGUMENTS =
      Map.ofEntries(
          Map.entry("why", List.of("192.0.2.1", "--policy", "POLICY")),
          Map.entry("simulate", List.of("192.0.2.1", "25", "POLICY")),
          Map.entry("rehearse", List.of("LOG", "--policy", "POLICY")),
          Map.entry("diff", List.of("POLICY", "POLICY")),
          Map.entry("aggregate", List.of("LIST")),
          Map.entry(
              "probe",
              List.of("127.0.0.1", "--recipient", "postmaster@example.com", "--port", "1")),
          Map.entry("init", List.of("--provider", "appriver", "--yes", "-o", "INIT")),
          Map.entry("net", List.of("192.0.2.1")),
          Map.entry("hook", List.of("postfix")),
          Map.entry("prove", List.of("postfix")),
          Map.entry("attest", List.of("sheet", "0f3c9a51d27b")),
          Map.entry("approve", List.of("000000000000")),
          Map.entry("try", List.of("--enforce", "POLICY")),
          Map.entry("open", List.of("--for", "1h")),
          Map.entry("pause", List.of("--for", "1h")),
          Map.entry("daemon", List.of("--once")),
          Map.entry("completion", List.of("bash")));

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        sets: {own: {sources: [192.0.2.1]}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        """);
    Files.writeString(folder.resolve("list.txt"), "192.0.2.0/24\n");
    Files.writeString(
        folder.resolve("mail.log"),
        "Nov  3 04:05:06 mx postfix/smtpd[9]: connect from a[192.0.2.1]\n");
  }

  private static List<String> names() {
    List<Command> all = new ArrayList<>(CommandTable.of(Assembly::pipeline));
    all.addAll(
        ShellCommand.rows(
            Assembly::pipeline, Surroundings.none(), Palette.plain(), System.out, false));
    all.addAll(HelpCommands.rows(List::of, "postern"));
    return all.stream().filter(command -> !command.isHidden()).map(Command::name).toList();
  }

  /** By day each third. */
  static Stream<String> commands() {
    List<String> names = names();
    int step = Sizes.pick(3, 1);
    return IntStream.range(0, names.size()).filter(i -> i % step == 0).mapToObj(names::get);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void endsWith74(String name) throws Exception {
    for (String format : formats(name)) {
      String line = line(name) + " --format " + format;
      Seen full = run(line + " > /dev/full");
      if (full.exit() == 74) {
        String said = "postern " + name + ": standard output cannot be written: No space left";
        assertTrue(full.error().contains(said), full::error);
      } else {
        assertHasAReason(name, full, run(line + " > OUT"));
      }
    }
  }

  /** Another status is right where there was nothing to write, or where all else had failed too. */
  private static void assertHasAReason(String name, Seen full, Seen well) {
    assertTrue(
        well.output() == 0 || isAbove(full.exit()),
        () -> name + " " + full + " but with room " + well);
    assertEquals(well.exit(), full.exit(), name);
  }

  /** By day each command has one of the two, by night both. */
  private static List<String> formats(String name) {
    List<String> both = List.of("text", "json");
    return Sizes.pick(List.of(both.get(name.length() % 2)), both);
  }

  private String line(String name) {
    List<String> words = new ArrayList<>(List.of(name));
    boolean takesPolicy =
        Set.of(
                "check", "resolve", "lock", "compile", "plan", "apply", "sets", "rules", "sources",
                "map", "report", "shell", "doctor")
            .contains(name);
    words.addAll(ARGUMENTS.getOrDefault(name, takesPolicy ? List.of("POLICY") : List.of()));
    if (!Set.of("check", "aggregate", "probe", "rulesets", "version", "help", "completion")
        .contains(name)) {
      words.addAll(List.of("--state", folder.resolve("state").toString()));
    }
    return String.join(" ", words);
  }

  private static boolean isAbove(int exit) {
    return List.of(70, 65, 66, 64, 77, 69, 4, 3).contains(exit);
  }

  private record Seen(int exit, long output, String error) {}

  private Seen run(String line) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Files.deleteIfExists(out);
    String command =
        "'%s' %s"
            .formatted(
                IMAGE,
                line.replace("POLICY", folder.resolve("policy.yaml").toString())
                    .replace("LIST", folder.resolve("list.txt").toString())
                    .replace("INIT", folder.resolve("init.yaml").toString())
                    .replace("LOG", folder.resolve("mail.log").toString())
                    .replace("OUT", out.toString()));
    Process process =
        new ProcessBuilder("unshare", "-n", "sh", "-c", command)
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().write("sets\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    int exit = process.waitFor();
    return new Seen(exit, Files.exists(out) ? Files.size(out) : 0, Files.readString(err));
  }

  @ParameterizedTest
  @MethodSource("words")
  void helpAndVersionToo(String words) throws Exception {
    assertEquals(0, run(words + " > OUT").exit());
    assertEquals(74, run(words + " > /dev/full").exit());
  }

  static Stream<String> words() {
    return Stream.of("--help", "--version", "plan --help");
  }

  @Test
  void monitoringSeesMoreThanItsOwnNumbers() throws Exception {
    Seen seen = run("status --nagios --state '%s' > /dev/full".formatted(folder.resolve("state")));
    assertEquals(74, seen.exit(), seen::toString);
  }

  @Test
  void aClosedOutputIsTold() throws Exception {
    Seen closed = run("check POLICY >&-");
    assertEquals(74, closed.exit(), closed::toString);
    assertTrue(closed.error().contains("standard output cannot be written"), closed::toString);
  }

  @Test
  void ofAReaderThatHasLeftNothingIsSaid() throws Exception {
    Process process =
        new ProcessBuilder(IMAGE, "shell", folder.resolve("policy.yaml").toString()).start();
    process.getInputStream().close();
    process.getOutputStream().write("help\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(74, process.waitFor());
  }

  /** A part of it would be taken for a file of the user by the next run. */
  @Test
  void ofAPolicyThatDoesNotFitNothingIsLeft() throws Exception {
    String script =
        """
        set -e
        mount -t tmpfs -o size=8k none "$1"
        head -c 8192 /dev/zero > "$1/full"
        ended=0
        "$2" init --provider appriver --role host --yes -o "$1/policy.yaml" || ended=$?
        test "$ended" = 74
        test ! -e "$1/policy.yaml"
        """;
    Process process =
        new ProcessBuilder(
                "unshare", "-n", "-m", "sh", "-c", script, "sh", folder.toString(), IMAGE)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  @Test
  void whatIsAppliedStaysAppliedAndTheEndSaysSo() throws Exception {
    String state = " --state '%s'".formatted(folder.resolve("state"));
    String both = "apply POLICY" + state + " > /dev/full; echo $? >&2; '" + IMAGE + "' plan POLICY";
    Seen seen = run(both + state + " > OUT");
    assertEquals(0, seen.exit(), seen::toString);
    assertTrue(seen.error().lines().anyMatch("74"::equals), seen::toString);
  }

  @Test
  void theArgumentsAreThoseOfTheTable() {
    Set<String> known = new TreeSet<>(names());
    Set<String> given = new TreeSet<>(ARGUMENTS.keySet());
    assertTrue(known.containsAll(given), () -> known + " " + given);
  }
}
