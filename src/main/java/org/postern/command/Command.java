package org.postern.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the command table.
 *
 * @param name what the user types
 * @param summary one line; empty keeps it out of the help
 * @param parameters in their order
 * @param options beside those that every command has
 * @param example a line that works
 * @param action what it does
 */
public record Command(
    String name,
    String summary,
    List<Parameter> parameters,
    List<Option> options,
    String example,
    Action action) {
  public Command {
    parameters = List.copyOf(parameters);
    options = List.copyOf(options);
  }

  /** Whether it is only for ourselves. */
  public boolean isHidden() {
    return summary.isEmpty();
  }

  /** What a command does. */
  public interface Action {
    Reply run(Invocation invocation) throws IOException;
  }

  static List<Option> options(List<Option> common, Option... own) {
    List<Option> all = new ArrayList<>(List.of(own));
    all.addAll(common);
    return all;
  }
}
