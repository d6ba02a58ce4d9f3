package org.postern.policy;

/**
 * A file of a policy as it was read.
 *
 * @param name the file's name, or {@link #SHIPPED} with the name of a ruleset
 * @param text the whole content of the file
 */
public record PolicyText(String name, String text) {
  /** The beginning of the name of a ruleset that comes with the program and lies in no folder. */
  public static final String SHIPPED = "postern:";

  /** Tells whether this is a ruleset that comes with the program. */
  public boolean isShipped() {
    return isShipped(name);
  }

  /** Tells whether this names a ruleset that comes with the program. */
  public static boolean isShipped(String name) {
    return name.startsWith(SHIPPED);
  }
}
