package org.postern.command.order;

import java.util.List;
import org.postern.target.HookLines;

/**
 * The lines that a mail server's own configuration needs once, as a document for programs.
 *
 * @param lines the lines by the place where they go
 * @param notes the remarks on them, in words
 * @param done whether all of them are there
 */
public record HookDocument(List<Part> lines, List<String> notes, boolean done) {
  /**
   * The lines that go to one place.
   *
   * @param where the place, in words
   * @param command the command that adds them; empty where none does
   * @param done whether they are there
   */
  public record Part(String where, String text, List<String> command, boolean done) {
    private static Part of(HookLines.Part part) {
      return new Part(part.where(), part.text(), part.command(), part.done());
    }
  }

  static HookDocument of(HookLines lines) {
    return new HookDocument(
        lines.parts().stream().map(Part::of).toList(), lines.notes(), lines.isDone());
  }
}
