package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.pipeline.Lab;
import org.postern.target.ExampleKind;

/** A secret is used, and is nowhere to be seen. */
@Timeout(120)
class SecretsTest {
  private static final String VALUE = "correct-horse-battery";

  private final Path folder;

  private final ExampleKind kind = new ExampleKind().guarded("dc1", VALUE);
  private final Lab lab;
  private Path secret = Path.of("unset");

  SecretsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).kind(kind);
    secret = Files.writeString(folder.resolve("dc1.secret"), VALUE + "\n");
    mode("rw-------");
    policy("secret: file:" + secret);
  }

  private void mode(String mode) throws IOException {
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(mode));
  }

  private void policy(String option) throws IOException {
    lab.policy(
        """
        sets: {own: {sources: [192.0.2.1]}}
        rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
        targets:
          - example
          - remote: {name: dc1, %s}
        """
            .formatted(option));
  }

  private Terminal.Seen type(int exit, String... words) {
    Terminal.Seen seen = new Terminal(lab).type(words);
    assertEquals(exit, seen.exit(), () -> String.join(" ", words) + ": " + seen);
    assertFalse(seen.toString().contains(VALUE), "told");
    return seen;
  }

  @Test
  void itOpensTheDoorAndIsToldNowhere() throws IOException {
    String file = lab.file().toString();
    for (String format : List.of("text", "json")) {
      type(0, "check", file, "--format", format);
      type(2, "plan", file, "--format", format);
      type(0, "compile", file, "--target", "dc1", "--format", format);
    }
    type(0, "apply", file, "--format", "json");
    assertEquals(1, kind.system("dc1").lines().size());
    for (String command : List.of("status", "history")) {
      type(0, command);
      type(0, command, "--format", "json");
    }
    type(0, "report", file, "-o", folder.resolve("report.html").toString());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1);
        assertTrue(one.equals(secret) || !text.contains(VALUE), one::toString);
      }
    }
  }

  @Test
  void aChangedOneTakesEffectAtOnce() throws IOException {
    Files.writeString(secret, "yet-another");
    Terminal.Seen refused = type(4, "apply", lab.file().toString());
    assertTrue(
        refused.err().contains("it cannot be used: the system refuses its secret (secret)"),
        refused::toString);
    assertFalse(type(1, "status").toString().contains("yet-another"));
    Files.writeString(secret, VALUE);
    type(0, "apply", lab.file().toString());
  }

  @Test
  void whatBreaksDoesNotTellItEither() {
    kind.breaking();
    Terminal.Seen seen = type(4, "apply", lab.file().toString());
    assertTrue(seen.err().contains("it broke after AUTH (secret)"), seen::toString);
    type(4, "apply", lab.file().toString(), "--format", "json");
  }

  @Test
  void oneThatOthersCanReadIsNotUsed() throws IOException {
    mode("rw-r--r--");
    Terminal.Seen seen = type(4, "apply", lab.file().toString());
    assertTrue(seen.err().contains("chmod 600 " + secret), seen::toString);
    Terminal.Seen alone = type(77, "apply", lab.file().toString(), "--target", "dc1");
    assertTrue(alone.err().contains("chmod 600 "), alone::toString);
    assertEquals(List.of(), kind.system("dc1").lines());
    type(0, "compile", lab.file().toString(), "--target", "dc1");
  }

  @Test
  void aCredentialOutsideOfTheServiceHasAWayOut() throws IOException {
    policy("secret: credential:dc1");
    Terminal.Seen seen = type(69, "apply", lab.file().toString(), "--target", "dc1");
    assertTrue(seen.err().contains("secret: file:/etc/postern/dc1.secret"), seen::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret: correct-horse-battery | P0330",
        "secret: [correct-horse-battery] | P0330",
        "secret: [correct-horse-battery, correct-horse-battery] | P0330",
        "secret: {file: correct-horse-battery} | P0330",
        "secret: \"FILE:correct-horse-battery\" | P0330",
        "key: correct-horse-battery | P0330",
        "secret: 'file:etc/x' | P0317",
        "secret: 'credential:../x' | P0317",
        "key: 'file:etc/x' | P0317",
        "secret: | P0205",
      })
  void whatIsNoPlaceOfASecretIsAMistake(String option, String code) throws IOException {
    policy(option);
    Terminal.Seen seen = type(65, "check", lab.file().toString());
    assertTrue(seen.err().contains("error " + code), seen::toString);
    assertTrue(seen.err().contains("fix: "), seen::toString);
    type(65, "plan", lab.file().toString(), "--format", "json");
  }

  /** Other mistakes on its line do not show it either. */
  @Test
  void nothingOfItsLineIsShown() throws IOException {
    policy("secret: correct-horse-battery, MODE: x, mode: [a, a]");
    Terminal.Seen seen = type(65, "check", lab.file().toString());
    assertTrue(seen.err().contains("P0317"), seen::toString);
    assertTrue(seen.err().contains("P0330"), seen::toString);
    policy("key: correct-horse-battery, mode: [a, a]");
    type(65, "check", lab.file().toString());
  }
}
