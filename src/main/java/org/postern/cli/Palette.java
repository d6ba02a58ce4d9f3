package org.postern.cli;

import org.postern.command.Line;

/**
 * Colours of a terminal (ECMA-48 SGR), or none: not in a pipe, and not where {@code NO_COLOR} is
 * set to anything (no-color.org).
 */
public final class Palette {
  private static final String RESET = "\u001b[0m";

  private final boolean coloured;

  private Palette(boolean coloured) {
    this.coloured = coloured;
  }

  /** Returns a palette without colours. */
  public static Palette plain() {
    return new Palette(false);
  }

  /** Returns a palette with colours where the user can and wants to see them. */
  public static Palette detect(boolean terminal, String noColor, String term) {
    return new Palette(terminal && noColor.isEmpty() && !term.equals("dumb"));
  }

  /** Tells whether there are colours. */
  public boolean isColoured() {
    return coloured;
  }

  /** A text in the colour of its style, or as it is. */
  public String paint(Line.Style style, String text) {
    String code = code(style);
    return coloured && !code.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
  }

  private static String code(Line.Style style) {
    return switch (style) {
      case PLAIN -> "";
      case HEADING -> "1";
      case GOOD, ADDED -> "32";
      case BAD, REMOVED -> "31";
      case CAUTION -> "33";
      case ASIDE -> "2";
    };
  }
}
