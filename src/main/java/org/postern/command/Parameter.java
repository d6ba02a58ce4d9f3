package org.postern.command;

/**
 * A word of the command line without an option's name.
 *
 * @param name as it is shown
 * @param required whether it must be there
 * @param help one line
 */
public record Parameter(String name, boolean required, String help) {
  public static Parameter required(String name, String help) {
    return new Parameter(name, true, help);
  }

  public static Parameter optional(String name, String help) {
    return new Parameter(name, false, help);
  }
}
