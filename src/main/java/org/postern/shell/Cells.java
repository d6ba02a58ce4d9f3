package org.postern.shell;

import org.jline.utils.WCWidth;

/** Measures text by the places that it takes on a terminal: some characters take two, some none. */
final class Cells {
  private static final String CUT = "...";

  private Cells() {}

  /** Returns how many places a text takes. */
  static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  private static int width(int character) {
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /** Returns the text with blanks behind it, if it is shorter. */
  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Returns the text, cut at its end if it is wider. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    return width <= CUT.length() ? start(text, width) : start(text, width - CUT.length()) + CUT;
  }

  /** Returns the text, cut in its middle if it is wider. */
  static String shortened(String text, int width) {
    if (width(text) <= width || width <= 2 * CUT.length()) {
      return cut(text, width);
    }
    int kept = width - CUT.length();
    int behind = kept * 2 / 5;
    return start(text, kept - behind) + CUT + end(text, behind);
  }

  private static String start(String text, int width) {
    int taken = 0;
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      taken += width(character);
      if (taken > width) {
        break;
      }
      at += Character.charCount(character);
    }
    return text.substring(0, at);
  }

  private static String end(String text, int width) {
    int taken = 0;
    int at = text.length();
    while (at > 0) {
      int character = text.codePointBefore(at);
      taken += width(character);
      if (taken > width) {
        break;
      }
      at -= Character.charCount(character);
    }
    return text.substring(at);
  }
}
