package org.postern.command;

/**
 * An option of a command.
 *
 * @param name the name with its dashes
 * @param placeholder the placeholder of its value, empty for a switch
 * @param many whether it may be given several times
 * @param help one line
 */
public record Option(String name, String placeholder, boolean many, String help) {
  private static final String POLICY = "--policy";

  public static Option value(String name, String placeholder, String help) {
    return new Option(name, placeholder, false, help);
  }

  public static Option values(String name, String placeholder, String help) {
    return new Option(name, placeholder, true, help);
  }

  public static Option flag(String name, String help) {
    return new Option(name, "", false, help);
  }

  /** Returns {@code --policy}, for a policy where words name something else. */
  public static Option policy(String help) {
    return value(POLICY, "FILE", help);
  }

  /** Tells whether it names the policy. */
  public boolean isPolicy() {
    return name.equals(POLICY);
  }

  /** Tells whether it takes a value. */
  public boolean takesValue() {
    return !placeholder.isEmpty();
  }
}
