package org.postern.target.iptables;

import java.util.List;
import org.postern.target.Artifact;

/**
 * One input of one tool. A table's is carried out as a whole or not at all; sets change line by
 * line, and each of those is right by itself.
 *
 * @param fresh sets that nothing refers to yet: when the step fails they are destroyed again
 */
record ToolStep(String title, Tool tool, List<String> lines, List<String> fresh)
    implements Artifact.Step {
  ToolStep {
    lines = List.copyOf(lines);
    fresh = List.copyOf(fresh);
  }

  /** What the tool reads. */
  String input() {
    return String.join("\n", lines) + "\n";
  }

  @Override
  public String ending() {
    return "sh";
  }

  /** Loadable by a shell; the quotes keep it from reading the lines in its own way. */
  @Override
  public String text() {
    return tool.command() + " <<'END'\n" + input() + "END\n";
  }
}
