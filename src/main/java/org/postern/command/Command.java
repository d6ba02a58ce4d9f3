package org.postern.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the command table.
 *
 * @param name the name that the user types
 * @param summary one line; empty keeps it out of the help
 * @param parameters the parameters in their order
 * @param options the options beside those that every command has
 * @param example a command line that works
 * @param reach whether a daemon is to do it, where one runs
 * @param formats the formats of its replies beside text and json; the action is told which as
 *     {@link #FORMAT}
 * @param action the action of the command
 */
public record Command(
    String name,
    String summary,
    List<Parameter> parameters,
    List<Option> options,
    String example,
    Reach reach,
    List<String> formats,
    Action action) {
  /** The option by which the form of a reply is chosen. */
  public static final String FORMAT = "--format";

  /** Creates a command that is done where it is called. */
  public Command(
      String name,
      String summary,
      List<Parameter> parameters,
      List<Option> options,
      String example,
      Action action) {
    this(name, summary, parameters, options, example, Reach.HERE, action);
  }

  /** Creates a command whose replies are text or JSON. */
  public Command(
      String name,
      String summary,
      List<Parameter> parameters,
      List<Option> options,
      String example,
      Reach reach,
      Action action) {
    this(name, summary, parameters, options, example, reach, List.of(), action);
  }

  /** Returns a copy with more formats. */
  public Command withFormats(String... more) {
    return new Command(name, summary, parameters, options, example, reach, List.of(more), action);
  }

  /** The process that does it. */
  public enum Reach {
    /** The caller's process. */
    HERE,
    /** A daemon that runs, to tell something. */
    READS,
    /** A daemon that runs, where what is in force is asked for; else the caller's process. */
    READS_RUNNING,
    /** A daemon that runs, to change something. */
    CHANGES,
    /**
     * A daemon that runs, to change something; where it does not answer, the caller's process. Done
     * twice it is the same.
     */
    CHANGES_ANYHOW,
    /** A daemon that runs; it changes something, with the policy that the caller names. */
    CHANGES_POLICY
  }

  public Command {
    parameters = List.copyOf(parameters);
    options = List.copyOf(options);
    formats = List.copyOf(formats);
  }

  /** Tells whether one of its words is a policy. */
  public boolean takesPolicy() {
    return parameters.stream().anyMatch(Parameter::isPolicy);
  }

  /** Tells whether only the program itself calls it. */
  public boolean isHidden() {
    return summary.isEmpty();
  }

  /** The action of a command. */
  public interface Action {
    Reply run(Invocation invocation) throws IOException;
  }

  public static List<Option> options(List<Option> common, Option... own) {
    List<Option> all = new ArrayList<>(List.of(own));
    all.addAll(common);
    return all;
  }
}
