package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Lab;

/** Policies of many rules, sets or exceptions: all commands work, and nothing of them is lost. */
class LargePoliciesTest {
  private static final int RULES = 400;
  private static final int DEPTH = 3_200;
  private static final int NEVER = 20_000;

  @TempDir private Path folder;

  private Lab lab(String policy) throws IOException {
    return new Lab(folder).policy(policy);
  }

  private static void works(Lab lab) {
    for (String command : new String[] {"check", "compile", "apply", "plan"}) {
      Terminal.Seen seen = new Terminal(lab).type(command, lab.file().toString());
      assertEquals(0, seen.exit(), seen::toString);
    }
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
  }

  @Test
  void manyRules() throws IOException {
    Lab lab =
        lab(
            """
            sets: {own: {sources: [8.8.8.1]}}
            rules:
            %s
            """
                .formatted(
                    lines(
                        RULES,
                        i ->
                            "  - {name: r%d, port: tcp/%d, accept: [own], otherwise: drop}"
                                .formatted(i, 1000 + i))));
    works(lab);
    assertEquals(RULES, lab.system().lines().size());
  }

  @Test
  void setsInSets() throws IOException {
    Lab lab =
        lab(
            """
            sets:
            %s
              s0: {sources: [8.8.8.1]}
            rules: [{name: smtp, port: tcp/25, accept: [s%d], otherwise: drop}]
            """
                .formatted(
                    lines(
                        DEPTH,
                        i -> "  s%d: {sources: [set: s%d]}".formatted(DEPTH - i, DEPTH - i - 1)),
                    DEPTH));
    works(lab);
    assertEquals(1, lab.system().lines().size());
  }

  @Test
  void manyExceptions() throws IOException {
    Lab lab =
        lab(
            """
            sets:
              own:
                sources: [8.0.0.0/15]
                never:
            %s
            rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
            """
                .formatted(
                    lines(NEVER, i -> "      - 8.0.%d.%d".formatted(i / 128, i % 128 * 2 + 1))));
    works(lab);

    Terminal.Seen near = new Terminal(lab).type("why", "8.0.1.3", "25", lab.file().toString());
    assertEquals(1, near.exit(), near::toString);
    Terminal.Seen between = new Terminal(lab).type("why", "8.0.1.2", "25", lab.file().toString());
    assertEquals(0, between.exit(), between::toString);
  }
}
