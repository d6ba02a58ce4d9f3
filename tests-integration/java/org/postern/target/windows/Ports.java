package org.postern.target.windows;

/** The ports of a rule as the firewall prints them: numbers, ranges and Any, joined by commas. */
final class Ports {
  private Ports() {}

  /** Whether they include a port. */
  static boolean cover(String ports, int port) {
    for (String one : ports.split(",", -1)) {
      String[] ends = one.split("-", 2);
      boolean any = one.isEmpty() || one.equalsIgnoreCase("Any") || one.equals("*");
      if (any || (isNumber(ends[0]) && isNumber(ends[ends.length - 1]) && within(ends, port))) {
        return true;
      }
    }
    return false;
  }

  private static boolean within(String[] ends, int port) {
    return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,5}");
  }
}
