package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.pipeline.Lab;

/** Wrong policies through the whole program: a code, a place, an exit code, and no trace. */
@Timeout(60)
class BadInputTest {
  private static final String RULE =
      "rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]\n";
  private static final String OWN = "sets: {own: {sources: [192.0.2.1]}}\n";

  @TempDir private Path folder;

  static List<Arguments> wrong() {
    return List.of(
        wrong("an unknown key", "P0201", 65, OWN + RULE + "rulez: []\n"),
        wrong("a bad prefix", "P0301", 65, OWN.replace("192.0.2.1", "192.0.2.1/33") + RULE),
        wrong("host bits", "P0301", 65, OWN.replace("192.0.2.1", "192.0.2.1/24") + RULE),
        wrong("a tab", "P0108", 65, "sets:\n\town: {sources: [192.0.2.1]}\n" + RULE),
        wrong("a duplicate key", "P0109", 65, OWN + OWN + RULE),
        wrong("a line of 10 MB", "P0103", 65, OWN + "# " + "x".repeat(10_000_000) + "\n" + RULE),
        wrong("a NUL", "P0102", 65, OWN + "# \0\n" + RULE),
        wrong("an escape sequence", "P0102", 65, OWN + "# \u001b[2J\n" + RULE),
        wrong("deep nesting", "P0104", 65, "sets: " + "[".repeat(5_000) + "]".repeat(5_000)),
        wrong("an alias bomb", "P0105", 65, "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
        wrong("an eaten address", "P0115", 65, "sets: {own: {sources: [2001:db8::]}}\n" + RULE),
        wrong("a missing include", "P0501", 66, "include: [no.yaml]\n" + OWN + RULE),
        wrong("no peer", "P0407", 65, OWN + RULE.replace("[own]", "[]")),
        wrong(
            "sets in a circle",
            "P0403",
            65,
            "sets: {own: {sources: [set: b]}, b: {sources: [set: own]}}\n" + RULE),
        wrong("an include of itself", "P0502", 65, "include: [policy.yaml]\n" + OWN + RULE),
        wrong(
            "overlapping rules",
            "P0404",
            65,
            OWN
                + "rules:\n"
                + "  - {name: a, port: tcp/25, accept: [own], otherwise: drop}\n"
                + "  - {name: b, port: tcp/25, in: [eth0], accept: [own], otherwise: drop}\n"),
        wrong(
            "forward without bounds",
            "P0405",
            65,
            OWN + RULE.replace("port:", "hook: forward, port:")),
        wrong("a set that is not there", "P0401", 65, RULE),
        wrong("an unknown target", "P0315", 65, OWN + RULE + "targets: [iptables]\n"),
        wrong("nothing", "P0117", 65, ""));
  }

  private static Arguments wrong(String what, String code, int exit, String text) {
    return Arguments.of(what, code, exit, text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void isRefusedByEveryCommandThatReadsIt(String what, String code, int exit, String text)
      throws IOException {
    Lab lab = new Lab(folder).policy(text);
    for (String command : List.of("check", "plan", "apply", "compile", "resolve", "lock")) {
      assertRefused(lab, code, exit, new Terminal(lab).type(command, lab.file().toString()));
    }
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(OWN.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {'#', ' ', (byte) 0xc3, (byte) 0x28, '\n'});
    bytes.writeBytes(RULE.getBytes(StandardCharsets.UTF_8));
    Lab lab = new Lab(folder);
    Files.write(lab.file(), bytes.toByteArray());
    assertRefused(lab, "P0101", 65, new Terminal(lab).type("apply", lab.file().toString()));
  }

  @Test
  void aPolicyThatIsMissingIsMissing() {
    Lab lab = new Lab(folder);
    for (String command : List.of("check", "plan", "apply", "compile", "resolve", "lock")) {
      assertRefused(lab, "P0601", 66, new Terminal(lab).type(command, lab.file().toString()));
    }
  }

  @Test
  void aFileWithoutEndIsNotReadForEver() {
    Lab lab = new Lab(folder);
    assertEquals(66, new Terminal(lab).type("check", "/dev/zero").exit());
  }

  @Test
  void allMistakesAreShownInOneRun() throws IOException {
    Lab lab =
        new Lab(folder)
            .policy(
                """
                sets:
                  own: {sources: [192.0.2.300, 192.0.2.1/24]}
                rules:
                  - {name: smtp, port: tcp/99999, accept: [owm], otherwise: drop}
                """);
    Terminal.Seen seen = new Terminal(lab).type("check", lab.file().toString());
    assertEquals(65, seen.exit());
    for (String part : List.of(":2:", "192.0.2.300", "192.0.2.1/24", ":4:", "P0309", "own")) {
      assertTrue(seen.err().contains(part), seen::toString);
    }
  }

  private static void assertRefused(Lab lab, String code, int exit, Terminal.Seen seen) {
    assertEquals(exit, seen.exit(), seen::toString);
    assertTrue(seen.err().contains(code), seen::toString);
    assertTrue(seen.err().contains("fix: "), seen::toString);
    assertTrue(seen.err().contains(".yaml"), seen::toString);
    assertFalse(seen.err().contains("\tat "), seen::toString);
    assertTrue(seen.err().length() < 10_000, "as short as a person can read");
    assertFalse(Files.exists(lab.state()), "no state was made");
    assertEquals(List.of(), lab.system().lines());
  }
}
