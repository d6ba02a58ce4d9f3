package org.postern.target.iptables;

import java.util.List;
import org.postern.target.Artifact;

/**
 * An input of a tool. The input of {@code iptables-restore} takes effect as a whole or not at all;
 * that of {@code ipset} line by line, and what holds after each line is valid.
 *
 * @param fresh sets that no rule refers to yet; they are destroyed again when the step fails
 */
record ToolStep(String title, Tool tool, List<String> lines, List<String> fresh)
    implements Artifact.Step {
  ToolStep {
    lines = List.copyOf(lines);
    fresh = List.copyOf(fresh);
  }

  /** Returns the text that the tool reads. */
  String input() {
    return String.join("\n", lines) + "\n";
  }

  @Override
  public String ending() {
    return "sh";
  }

  /** Returns a command of the shell; the quotes keep the shell from expanding the lines. */
  @Override
  public String text() {
    return tool.command() + " <<'END'\n" + input() + "END\n";
  }
}
