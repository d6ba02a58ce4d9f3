package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.pipeline.Lab;
import org.postern.target.TargetException;

/** A file that is there and may not be read is a missing right, and no missing file. */
class MissingRightsTest {
  /** The kernel lets no user read it, root included. */
  private static final Path FORBIDDEN = Path.of("/proc/sys/vm/compact_memory");

  private static final String RULE =
      "rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]\n";

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  MissingRightsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy("sets: {own: {sources: [file: nodes.txt]}}\n" + RULE);
    this.terminal = new Terminal(lab);
    Files.writeString(folder.resolve("nodes.txt"), "8.8.8.1\n");
  }

  /** What is behind a link is left alone. */
  @AfterEach
  void removeLinks() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isSymbolicLink)) {
      for (Path link : files) {
        Files.delete(link);
      }
    }
  }

  private void forbid(String file) throws IOException {
    Files.deleteIfExists(folder.resolve(file));
    Files.createSymbolicLink(folder.resolve(file), FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "plan", "apply", "compile", "resolve", "lock", "map", "report"})
  void aPolicy(String command) throws IOException {
    forbid("secret.yaml");
    Terminal.Seen seen = terminal.type(77, command, folder.resolve("secret.yaml").toString());
    assertTrue(seen.err().contains("P0606"), seen::toString);
    assertTrue(seen.err().contains("let this user read it, or run this as root"), seen::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "plan", "apply", "compile"})
  void aList(String command) throws IOException {
    forbid("nodes.txt");
    Terminal.Seen seen = terminal.type(77, command, lab.file().toString());
    assertTrue(
        seen.err().contains("nodes.txt may not be read: the right is missing"), seen::toString);
  }

  @Test
  void aListThatWasReadOnceIsNoObstacle() throws IOException {
    terminal.type(0, "apply", lab.file().toString());
    forbid("nodes.txt");
    terminal.type(0, "apply", lab.file().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "plan", "compile"})
  void aListThatIsNoFileIsOneThatIsMissing(String command) throws IOException {
    Files.delete(folder.resolve("nodes.txt"));
    terminal.type(66, command, lab.file().toString());
    Files.createDirectory(folder.resolve("nodes.txt"));
    Terminal.Seen seen = terminal.type(66, command, lab.file().toString());
    assertTrue(seen.err().contains("nodes.txt is a folder"), seen::toString);
  }

  @Test
  void anIncludeALockfileAndALog() throws IOException {
    forbid("other.yaml");
    Path including = folder.resolve("including.yaml");
    Files.writeString(
        including, "include: [other.yaml]\nsets: {own: {sources: [8.8.8.1]}}\n" + RULE);
    terminal.type(77, "check", including.toString());
    forbid("policy.lock");
    Path lock = folder.resolve("policy.lock");
    terminal.type(77, "plan", lab.file().toString(), "--lock", lock.toString());
    forbid("mail.log");
    terminal.type(
        77, "rehearse", folder.resolve("mail.log").toString(), "--policy", lab.file().toString());
  }

  @Test
  void theSettingsOfTheMachine() throws IOException {
    forbid("daemon.yaml");
    Terminal.Seen seen =
        terminal.type(77, "daemon", "--config", folder.resolve("daemon.yaml").toString());
    assertTrue(seen.err().contains("no right to read it"), seen::toString);
    assertFalse(seen.err().contains("no such"), seen::toString);
  }

  @Test
  void aDaemonThatCouldEnforceNothingDoesNotBegin() {
    String why = "it cannot be read: needs a right";
    TargetException missing = new TargetException(TargetException.Kind.PERMISSION, why);
    lab.target().gone(Optional.of(missing));
    Terminal.Seen seen = terminal.type(77, "daemon", "--once");
    assertTrue(seen.err().contains(why), seen::toString);
    assertFalse((seen.out() + seen.err()).contains("proven"), seen::toString);
    lab.target().gone(Optional.empty());
    Terminal.Seen nothing = terminal.type(0, "daemon", "--once");
    assertFalse((nothing.out() + nothing.err()).contains("proven"), nothing::toString);
  }
}
