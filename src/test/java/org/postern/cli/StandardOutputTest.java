package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.host.Progress;
import org.postern.pipeline.Lab;

/** An answer that did not reach its reader is a failure, whatever the command came to. */
class StandardOutputTest {
  private static final String FULL = "No space left on device";

  private final Path folder;

  private final Lab lab;

  StandardOutputTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets: {own: {sources: [192.0.2.1]}}
                rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
                """);
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(why);
      }
    };
  }

  private record Seen(int exit, String err) {}

  private static Seen run(List<Command> commands, OutputStream out, String... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new CommandLineSkin(
                commands,
                StandardOutput.over(out, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Palette.plain(),
                () -> new Canvas(80, 24, Canvas.Depth.NONE, false),
                Progress.SILENT)
            .run(words);
    return new Seen(exit, err.toString(StandardCharsets.UTF_8));
  }

  private List<Command> table() {
    return CommandTable.of((Path state) -> lab.pipeline(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "resolve", "lock", "compile", "plan", "report", "sets", "map"})
  void isToldByCommandsOfAPolicyAsTextAndAsJson(String command) {
    for (String format : List.of("text", "json")) {
      Seen seen = run(table(), failing(FULL), command, lab.file().toString(), "--format", format);
      assertEquals(74, seen.exit(), seen::err);
      assertTrue(
          seen.err()
              .contains("postern " + command + ": standard output cannot be written: " + FULL),
          seen::err);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version"})
  void isToldOfHelp(String word) {
    Seen seen = run(table(), failing(FULL), word);
    assertEquals(74, seen.exit());
    assertEquals("postern: standard output cannot be written: " + FULL + "\n", seen.err());
    assertEquals(74, run(table(), failing(FULL), "plan", "--help").exit());
  }

  @Test
  void aReaderThatHasSeenEnoughIsNothingToTell() {
    Seen seen = run(table(), failing("Broken pipe"), "check", lab.file().toString());
    assertEquals(74, seen.exit());
    assertEquals("", seen.err());
  }

  @Test
  void whatIsSentLateIsNoticedToo() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            if (kept.size() >= 10_000) {
              throw new IOException(FULL);
            }
            kept.write(one);
          }
        };
    assertEquals(74, run(List.of(ends(ExitCode.DONE, 50_000)), full, "end").exit());
    assertEquals(10_000, kept.size());
  }

  @Test
  void anErrorWhileItIsWrittenIsABug() {
    Reply.Content broken =
        out -> {
          throw new IllegalStateException("half written");
        };
    Command command =
        new Command(
            "end",
            "end in an error",
            List.of(),
            List.of(),
            "postern end",
            invocation -> new Reply.Builder("end").content(broken).build());
    Seen seen = run(List.of(command), new ByteArrayOutputStream(), "end");
    assertEquals(70, seen.exit());
    assertTrue(seen.err().contains("this is a bug of postern"), seen::err);
    assertTrue(seen.err().contains("half written"), seen::err);
  }

  private static Command ends(ExitCode exit, int length) {
    return new Command(
        "end",
        "end like this",
        List.of(),
        List.of(),
        "postern end",
        invocation ->
            new Reply(
                exit, List.of(Line.plain("x".repeat(length))), List.of(), List.of(), Map.of()));
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void hasItsPlaceAmongTheExitCodes(ExitCode exit) {
    List<Command> commands = List.of(ends(exit, 1));
    int expected = ExitCode.first(List.of(exit, ExitCode.OUTPUT)).number();
    assertEquals(expected, run(commands, failing(FULL), "end").exit());
    boolean isAbove = List.of(70, 65, 66, 64, 77, 69, 4, 3).contains(exit.number());
    assertEquals(isAbove ? exit.number() : 74, expected);
    assertEquals(exit.number(), run(commands, new ByteArrayOutputStream(), "end").exit());
  }

  @Test
  void nothingToPrintIsNoFailure() {
    Command silent =
        new Command(
            "end",
            "end",
            List.of(),
            List.of(),
            "postern end",
            invocation -> new Reply.Builder("end").build());
    assertEquals(0, run(List.of(silent), failing(FULL), "end").exit());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "report"})
  void aFileThatCannotBeWrittenIsTheSame(String command) throws IOException {
    Terminal.Seen seen = new Terminal(lab).type(command, lab.file().toString(), "-o", "/dev/full");
    assertEquals(74, seen.exit(), seen::toString);
    Path nowhere = folder.resolve("none/x");
    assertEquals(
        66, new Terminal(lab).type(command, lab.file().toString(), "-o", nowhere + "").exit());
    assertFalse(Files.exists(nowhere));
  }
}
