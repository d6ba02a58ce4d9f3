package org.postern.command;

/**
 * A line of a reply for people.
 *
 * @param style how it is meant
 * @param text free of control characters
 */
public record Line(Style style, String text) {
  /** The kind of a line, so that a skin can colour it. */
  public enum Style {
    PLAIN,
    HEADING,
    GOOD,
    BAD,
    CAUTION,
    ADDED,
    REMOVED,
    ASIDE
  }

  public static Line plain(String text) {
    return new Line(Style.PLAIN, text);
  }

  public static Line of(Style style, String text) {
    return new Line(style, text);
  }
}
