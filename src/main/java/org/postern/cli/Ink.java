package org.postern.cli;

import org.postern.picture.Cell;

/**
 * How a kind of cell is drawn. The colours are those of M. Okabe and K. Ito, Color Universal Design
 * (2002), which people with any colour vision tell apart; in each kind of picture they differ in
 * brightness too. Where there are no colours a letter stands for the kind.
 *
 * @param letter the letter in ASCII; a blank where no host is
 * @param rgb red, green and blue, eight bits each
 * @param indexed the nearest of xterm's 256
 * @param named the nearest of the 16: 0 to 7, bright from 8 on
 */
record Ink(char letter, int rgb, int indexed, int named) {
  private static final int BRIGHT = 8;

  static Ink of(Cell cell) {
    return switch (cell) {
      case EMPTY -> new Ink('.', 0x1c1c1c, 234, 0);
      case SPECIAL -> new Ink(' ', 0x444444, 238, 8);
      case TRACE -> new Ink('o', 0x56b4e9, 74, 14);
      case PART -> new Ink('x', 0xe69f00, 178, 3);
      case FULL -> new Ink('#', 0xf0e442, 227, 11);
      case KEPT -> new Ink('=', 0x999999, 246, 7);
      case ADDED -> new Ink('+', 0x56b4e9, 74, 14);
      case REMOVED -> new Ink('-', 0xd55e00, 166, 1);
      case MIXED -> new Ink('*', 0xf0e442, 227, 11);
    };
  }

  /** Returns the parameters of ECMA-48 SGR for text of this colour; empty where there are none. */
  String foreground(Canvas.Depth depth) {
    return parameters(depth, 0);
  }

  /** Returns the parameters for this colour behind the text; empty where there are none. */
  String background(Canvas.Depth depth) {
    return parameters(depth, 10);
  }

  private String parameters(Canvas.Depth depth, int behind) {
    return switch (depth) {
      case NONE -> "";
      case SIXTEEN -> String.valueOf((named < BRIGHT ? 30 : 90 - BRIGHT) + named + behind);
      case INDEXED -> "%d;5;%d".formatted(38 + behind, indexed);
      case TRUE -> "%d;2;%d;%d;%d".formatted(38 + behind, rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff);
    };
  }
}
