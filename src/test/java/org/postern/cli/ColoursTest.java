package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.pipeline.Lab;

/** Escape sequences reach a terminal only, only ours, and only when they are wanted. */
class ColoursTest {
  private static final String POLICY =
      """
      sets:
        own: {sources: [{net: 192.0.2.1, label: "%s"}]}
      rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "true,  '',  xterm, true",
    "false, '',  xterm, false",
    "true,  1,   xterm, false",
    "true,  '',  dumb,  false",
  })
  void areThereWhereTheyAreWanted(boolean terminal, String noColor, String term, boolean coloured)
      throws IOException {
    Palette palette = Palette.detect(terminal, noColor, term);
    Lab lab = new Lab(folder).policy(POLICY.formatted("x"));
    for (String command : new String[] {"check", "plan", "apply"}) {
      Terminal.Seen seen = new Terminal(lab, palette).type(command, lab.file().toString());
      assertEquals(coloured, (seen.out() + seen.err()).contains("\u001b"), seen::toString);
    }
    Terminal.Seen help = new Terminal(lab, palette).type("plan", "--help");
    assertEquals(coloured, help.out().contains("\u001b"), help::toString);
  }

  @Test
  void jsonHasNone() throws IOException {
    Lab lab = new Lab(folder).policy(POLICY.formatted("x"));
    Palette palette = Palette.detect(true, "", "xterm");
    Terminal.Seen seen =
        new Terminal(lab, palette).type("plan", lab.file().toString(), "--format", "json");
    assertFalse(seen.out().contains("\u001b"), seen::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "\\u001b[31mred, \\x1B[31mred",
    "\\u202eback, \\u{202E}back",
    "a\\nb, a\\x0Ab",
    "\\u009b31m, \\u{009B}31m"
  })
  void whatALabelHidesIsShown(String escape, String shown) throws IOException {
    Lab lab =
        new Lab(folder)
            .policy(
                """
                sets:
                  filter: {sources: [dns: mx.example]}
                rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
                """);
    Path lock = folder.resolve("x.lock");
    Files.writeString(
        lock,
        """
        {"postern-lock": 1, "sources": [
          {"source": "dns mx.example", "family": "ip", "entries": ["8.8.8.1 %s"]}]}
        """
            .formatted(escape));
    for (String command : new String[] {"resolve", "plan"}) {
      Terminal.Seen seen =
          new Terminal(lab).type(command, lab.file().toString(), "--lock", lock.toString());
      String all = seen.out() + seen.err();
      assertFalse(all.matches("(?s).*[\u001b\u202e\u009b].*"), seen::toString);
      assertTrue(all.contains(shown), seen::toString);
    }
  }
}
