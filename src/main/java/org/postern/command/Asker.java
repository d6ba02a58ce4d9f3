package org.postern.command;

import java.util.List;
import java.util.Optional;

/** Puts questions to the user at a terminal. */
public interface Asker {
  /** Shows lines that help to answer. */
  void tell(List<String> lines);

  /**
   * Asks for a line.
   *
   * @param question without a mark at its end
   * @param proposal the meaning of an empty answer; may be empty
   * @return empty when the user leaves
   */
  Optional<String> ask(String question, String proposal);
}
