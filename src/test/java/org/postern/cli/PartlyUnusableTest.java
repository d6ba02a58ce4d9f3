package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Lab;
import org.postern.target.TargetException;

/** One of two targets cannot be used: each command says so once, and does the rest. */
class PartlyUnusableTest {
  private final Lab lab;

  PartlyUnusableTest(@TempDir Path folder) throws IOException {
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets: {own: {sources: [8.8.8.1]}}
                rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
                targets: [example, other]
                """);
    lab.other().gone(Optional.of(gone()));
  }

  private static TargetException gone() {
    return new TargetException(
        TargetException.Kind.UNAVAILABLE, "it is elsewhere", "carry the rules there");
  }

  @Test
  void whatIsTheSameForAllTargetsIsToldOnce() {
    for (String command : new String[] {"plan", "apply"}) {
      Terminal.Seen seen = new Terminal(lab).type(command, lab.file().toString());
      assertEquals(4, seen.exit(), seen::toString);
      assertEquals(1, count(seen, "accepts no IPv6 peers"), seen::toString);
    }
  }

  @Test
  void simulateEndsAsTheOthersDo() {
    new Terminal(lab).type("apply", lab.file().toString());
    Terminal.Seen some = new Terminal(lab).type("simulate", "8.8.8.1", "25", lab.file().toString());
    assertEquals(4, some.exit(), some::toString);
    lab.target().gone(Optional.of(gone()));
    Terminal.Seen none = new Terminal(lab).type("simulate", "8.8.8.1", "25", lab.file().toString());
    assertEquals(69, none.exit(), none::toString);
  }

  @Test
  void theFirstLineOfStatusLeavesTheRemedyToTheLineOfTheTarget() {
    new Terminal(lab).type("apply", lab.file().toString());
    Terminal.Seen seen = new Terminal(lab).type("status");
    assertEquals(1, seen.exit(), seen::toString);
    assertTrue(
        seen.out().lines().findFirst().orElse("").endsWith("other: it is elsewhere"),
        seen::toString);
    assertEquals(1, count(seen, "carry the rules there"), seen::toString);
  }

  private static int count(Terminal.Seen seen, String text) {
    return (seen.out() + seen.err()).split(text, -1).length - 1;
  }
}
