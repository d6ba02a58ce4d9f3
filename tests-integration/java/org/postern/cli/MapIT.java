package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/** A map on a real terminal, that of script(1): its size, its colours and its characters. */
class MapIT {
  private static final String UPPER_HALF = "\u2580";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "40, 40,  COLORTERM=truecolor LC_ALL=C.UTF-8, 48;2;28;28;28, true,  each cell a /10:",
    "20, 40,  COLORTERM=truecolor LC_ALL=C.UTF-8, 48;2;28;28;28, true,  each cell a /8:",
    "90, 50,  TERM=xterm-256color LC_ALL=C.UTF-8, 48;5;234,      true,  each cell a /12:",
    "90, 24,  TERM=xterm LC_ALL=C,                '\u001b[96mo',  false, each cell a /8:",
    "90, 24,  NO_COLOR=1 LC_ALL=C.UTF-8,          o .,           false, each cell a /8:",
  })
  void isDrawnAsTheTerminalIs(
      int columns, int rows, String settings, String mark, boolean halved, String legend)
      throws IOException {
    String drawn = onTerminal(columns, rows, settings);
    assertTrue(drawn.contains(mark), drawn);
    assertTrue(drawn.contains(legend), drawn);
    assertEquals(halved, drawn.contains(UPPER_HALF), drawn);
    List<String> map =
        drawn.lines().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).skip(1).toList();
    for (String line : map) {
      assertTrue(line.length() <= columns, line);
    }
  }

  private String onTerminal(int columns, int rows, String settings) throws IOException {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        sets: {own: {sources: [69.20.58.226, 130.117.0.0/16]}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        """);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "stty cols %d rows %d; env -u COLUMNS -u LINES -u COLORTERM -u NO_COLOR TERM=xterm %s '%s'"
                .formatted(columns, rows, settings, java)
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' org.postern.Main map '%s' --state '%s'"
                .formatted(System.getProperty("java.class.path"), policy, folder.resolve("state"));
    CommandRunner.Result result =
        new ProcessRunner()
            .run(
                List.of("script", "--quiet", "--return", "--command", command, "/dev/null"),
                "",
                Duration.ofMinutes(2));
    assertEquals(0, result.exit(), result.output() + result.error());
    return result.output().replace("\r", "");
  }
}
