package org.postern.target;

import java.time.Duration;
import java.util.List;

/**
 * The lines that an administrator adds once to the configuration of a system, so that it reads what
 * we write.
 *
 * @param parts where which lines go
 * @param notes what else there is to know before, a sentence each
 */
public record HookLines(List<Part> parts, List<String> notes) {
  /** How long a command of a part may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  public HookLines {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
  }

  /** Whether all lines are there. */
  public boolean isDone() {
    return parts.stream().allMatch(Part::done);
  }

  /**
   * Lines for one place.
   *
   * @param where the file, and the place in it, in words
   * @param text the lines, each with its end
   * @param command what adds them, as program and arguments; empty where a person has to
   * @param done whether they are there
   */
  public record Part(String where, String text, List<String> command, boolean done) {
    public Part {
      command = List.copyOf(command);
    }
  }
}
