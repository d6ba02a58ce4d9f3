package org.postern.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the README says of a command, or of all commands of a block. */
sealed interface Expectation {
  /** What is checked. */
  String name();

  /** Compares with what happened. */
  void check(List<Walkthrough.Ran> ran);

  /**
   * A command ends with an exit status.
   *
   * @param line of the block
   */
  record Exit(int line, String command, int status) implements Expectation {
    @Override
    public String name() {
      return "line %d: %s: exit status %d".formatted(line, command, status);
    }

    @Override
    public void check(List<Walkthrough.Ran> ran) {
      List<Walkthrough.Ran> found =
          ran.stream().filter(one -> one.line() == line && one.command().equals(command)).toList();
      assertEquals(1, found.size(), () -> "the shell did not get here: " + ran);
      assertEquals(status, found.getFirst().status(), found.getFirst().output());
    }
  }

  /**
   * The commands of a block print what is shown below it; {@code ...} stands for anything, on a
   * line of its own for any lines.
   */
  record Output(int line, Readme.Block shown) implements Expectation {
    @Override
    public String name() {
      return "line %d: prints what line %d shows".formatted(line, shown.line());
    }

    @Override
    public void check(List<Walkthrough.Ran> ran) {
      String output =
          ran.stream()
              .filter(one -> one.line() == line)
              .map(Walkthrough.Ran::output)
              .collect(Collectors.joining());
      assertTrue(pattern().matcher(output).matches(), () -> "this was printed:\n" + output);
    }

    private Pattern pattern() {
      StringBuilder pattern = new StringBuilder();
      for (String shownLine : shown.lines()) {
        if (shownLine.equals("...")) {
          pattern.append("(?:.*\n)*");
        } else {
          String quoted = Pattern.quote(shownLine).replace("...", "\\E.*\\Q");
          pattern.append(quoted).append('\n');
        }
      }
      return Pattern.compile(pattern.toString());
    }
  }
}
