package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Lab;

/** A row of a plan names the line of the list that an address is from. */
class ListLinesTest {
  private final Lab lab;
  private Path list = Path.of("unset");

  ListLinesTest(@TempDir Path folder) throws IOException {
    list = folder.resolve("nodes.txt");
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets: {own: {sources: [file: nodes.txt], guard: {shrink: 100%}}}
                rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
                """);
    Files.writeString(
        list, "# nodes\n8.8.8.1 first\n\n9.9.8.0/23\n8.8.8.1 again\n2001:4860::-2001:4860::2\n");
  }

  private String told(int exit, String command) {
    Terminal.Seen seen = new Terminal(lab).type(command, lab.file().toString());
    assertEquals(exit, seen.exit(), seen::toString);
    return seen.out();
  }

  @Test
  void inPlanAndApply() {
    for (String told : new String[] {told(2, "plan"), told(0, "apply")}) {
      assertTrue(told.contains("file nodes.txt:2 \"first\"\n"), told);
      assertTrue(told.contains("+ 9.9.8.0/23          file nodes.txt:4\n"), told);
      assertTrue(told.contains("file nodes.txt:6\n"), told);
    }
  }

  @Test
  void whatLeavesTheListHasNoLineInIt() throws IOException {
    told(0, "apply");
    Files.writeString(list, "8.8.8.1 first\n9.9.8.0/23\n");
    String told = told(2, "plan");
    assertTrue(told.contains("file nodes.txt\n"), told);
    assertFalse(told.contains("nodes.txt:"), told);
  }

  @Test
  void aReviewChangesOnlyWithThePlan() {
    Terminal.Seen seen =
        new Terminal(lab).type("plan", lab.file().toString(), "--format", "markdown");
    assertFalse(seen.out().contains("nodes.txt:"), seen::toString);
  }
}
