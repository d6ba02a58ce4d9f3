package org.postern.command;

/**
 * A word of the command line without an option's name.
 *
 * @param name the name as it is shown
 * @param required whether it must be there
 * @param many whether several words may be there; only for the last one
 * @param help one line
 */
public record Parameter(String name, boolean required, boolean many, String help) {
  public static Parameter required(String name, String help) {
    return new Parameter(name, true, false, help);
  }

  public static Parameter optional(String name, String help) {
    return new Parameter(name, false, false, help);
  }

  /** Tells whether it is a policy. */
  boolean isPolicy() {
    return name.equals("POLICY");
  }

  /** Returns a parameter that takes none, one or several words. */
  public static Parameter any(String name, String help) {
    return new Parameter(name, false, true, help);
  }

  /** Returns a parameter that takes one or several words. */
  public static Parameter several(String name, String help) {
    return new Parameter(name, true, true, help);
  }
}
