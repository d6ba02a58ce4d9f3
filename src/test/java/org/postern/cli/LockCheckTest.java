package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;

/** Whether the sources still answer as the lockfile under review says. */
class LockCheckTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example]}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      """;

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  LockCheckTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY).answers("mx.example", servers(15));
    this.terminal = new Terminal(lab);
    terminal.type(0, "lock", "-o", lock().toString(), policy());
  }

  @Test
  void asLockedIsZero() {
    assertTrue(terminal.type(0, "lock", "--check", policy()).out().contains("equal: every source"));
    terminal.type(0, "lock", "--check", folder.toString());
  }

  @Test
  void oneServerLessIsTold() throws IOException {
    lab.answers("mx.example", servers(14));
    Terminal.Seen seen = terminal.type(2, "lock", "--check", policy());
    assertEquals("- 8.8.8.15  dns mx.example (IPv4)\n", seen.out().replace("\r", ""));
    JsonTree tree =
        Json.read(terminal.type(2, "lock", "--check", policy(), "--format", "json").out());
    assertFalse(tree.truth("equal"));
    assertEquals(List.of("- 8.8.8.15  dns mx.example (IPv4)"), tree.strings("differences"));
  }

  @Test
  void anAddedServerIsToldInEachForm() {
    lab.answers("mx.example", servers(16));
    assertTrue(terminal.type(2, "lock", "--check", policy()).out().contains("+ 8.8.8.16"));
    String diff = terminal.type(2, "lock", "--check", policy(), "--format", "diff").out();
    assertTrue(diff.contains("\n+8.8.8.16\n"), diff);
    assertTrue(diff.contains("\n+++ the sources now\n"), diff);
    String markdown = terminal.type(2, "lock", "--check", policy(), "--format", "markdown").out();
    assertTrue(markdown.startsWith("### postern lock --check, "), markdown);
  }

  @Test
  void aSourceThatIsNotLockedIsADifferenceEvenWithoutAddresses() throws IOException {
    lab.answers("mx2.example", "9.9.9.9");
    Files.writeString(lab.file(), POLICY.replace("mx.example", "mx.example, dns: mx2.example"));
    String told = terminal.type(2, "lock", "--check", policy()).out();
    assertTrue(told.contains("+ 9.9.9.9  dns mx2.example (IPv4)"), told);
    assertTrue(told.contains("~ no address, and on one side alone  dns mx2.example (IPv6)"), told);
  }

  @Test
  void aSourceThatIsNoLongerInThePolicyIsADifference() throws IOException {
    lab.answers("mx2.example", "9.9.9.9");
    Files.writeString(lab.file(), POLICY.replace("mx.example", "mx2.example"));
    assertTrue(terminal.type(2, "lock", "--check", policy()).out().contains("- 8.8.8.1  "));
  }

  @Test
  void withoutInformationNothingIsCompared() {
    lab.silence();
    Terminal.Seen seen = terminal.type(75, "lock", "--check", policy());
    assertEquals("", seen.out());
    assertTrue(seen.err().contains("dns mx.example (IPv4) gives no information"), seen::toString);
  }

  @Test
  void itNeverWrites() throws IOException {
    String before = Files.readString(lock());
    lab.answers("mx.example", servers(3));
    terminal.type(2, "lock", "--check", policy());
    terminal.type(2, "lock", "--check", "-o", lock().toString(), policy());
    assertEquals(before, Files.readString(lock()));
    assertFalse(Files.exists(lab.state()));
  }

  @Test
  void theLockfileMayLieElsewhere() throws IOException {
    Path elsewhere = Files.move(lock(), folder.resolve("elsewhere.lock"));
    terminal.type(0, "lock", "--check", "-o", elsewhere.toString(), policy());
    assertTrue(terminal.type(66, "lock", "--check", policy()).err().contains("P0601"));
  }

  @Test
  void aDamagedLockfileIsWrong() throws IOException {
    Files.writeString(lock(), Files.readString(lock()).substring(40));
    assertTrue(terminal.type(65, "lock", "--check", policy()).err().contains("P0602"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff", "markdown"})
  void aLockfileHasNoOtherForm(String form) {
    Terminal.Seen seen = terminal.type(64, "lock", "--format", form, policy());
    assertTrue(seen.err().contains("goes with --check"), seen::toString);
  }

  @Test
  void whatIsInForceIsNotAsked() {
    terminal.type(64, "lock", "--check", "--running", policy());
  }

  private static String[] servers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(one -> "8.8.8." + one).toArray(String[]::new);
  }

  private String policy() {
    return lab.file().toString();
  }

  private Path lock() {
    return folder.resolve("policy.lock");
  }
}
