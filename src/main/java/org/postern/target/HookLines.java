package org.postern.target;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The lines that an administrator adds once to the configuration of a system, so that it reads what
 * we write.
 *
 * @param parts the lines with the places where they go
 * @param notes the further facts to know before, a sentence each
 */
public record HookLines(List<Part> parts, List<String> notes) {
  /** How long a command of a part may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  public HookLines {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
  }

  /** Tells whether all lines are there. */
  public boolean isDone() {
    return parts.stream().allMatch(Part::done);
  }

  /**
   * The lines for one place.
   *
   * @param where the file, and the place in it, in words
   * @param text the lines, each with its end
   * @param command the command that adds them, or has the system read the file, as program and
   *     arguments; empty where a person has to
   * @param done whether they are there
   * @param file the file to write before the command is run; empty where none is
   */
  public record Part(
      String where, String text, List<String> command, boolean done, Optional<Content> file) {
    public Part {
      command = List.copyOf(command);
    }

    /** Creates lines that have no file of their own. */
    public Part(String where, String text, List<String> command, boolean done) {
      this(where, text, command, done, Optional.empty());
    }
  }

  /**
   * A file and all that it is to hold.
   *
   * @param path the path of the file
   * @param text the text there, with the lines added
   */
  public record Content(Path path, String text) {}
}
