package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.pipeline.Lab;

/** A target that is named on the command line and does not exist. */
class TargetNamesTest {
  private final Lab lab;

  TargetNamesTest(@TempDir Path folder) throws IOException {
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets:
                  filter: {sources: [dns: mx.example]}
                rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
                """);
    lab.silence();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compile", "plan", "apply", "apply --dry-run", "simulate 8.8.8.1 25"})
  void aTypoIsWrongUsageAndNamesTheNearest(String command) {
    Terminal.Seen seen = type(command, "exampel");
    assertEquals(64, seen.exit(), seen::toString);
    assertTrue(
        seen.err()
            .contains(
                "there is no target \"exampel\"; did you mean example? there are auto, example"),
        seen::toString);
    assertEquals(Map.of(), lab.asked(), "no source is asked for a target that does not exist");
  }

  @Test
  void aWordFarFromAllGetsTheListAlone() {
    Terminal.Seen seen = type("plan", "x".repeat(5000));
    assertEquals(64, seen.exit(), seen::toString);
    assertTrue(seen.err().contains("...\"; there are auto, example"), seen::toString);
    assertTrue(seen.err().length() < 300, seen::toString);
  }

  private Terminal.Seen type(String command, String target) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.addAll(List.of(lab.file().toString(), "--target", target));
    return new Terminal(lab).type(words.toArray(String[]::new));
  }
}
