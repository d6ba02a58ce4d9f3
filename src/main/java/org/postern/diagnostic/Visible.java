package org.postern.diagnostic;

import java.util.Locale;
import java.util.Set;

/**
 * Makes text of others fit for a terminal: characters that are not shown, that steer the terminal
 * or that change the direction of writing are spelled out.
 */
public final class Visible {
  /** Stands in for a byte that is not UTF-8: this plus the byte's value. */
  public static final int WRONG_BYTE = 0xDC00;

  /** Unassigned characters are hidden too: what a later terminal makes of them is unknown. */
  private static final Set<Integer> HIDDEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.PRIVATE_USE,
          (int) Character.UNASSIGNED);

  private Visible() {}

  /** The text with every hidden character spelled out. */
  public static String text(String text) {
    if (text.codePoints().noneMatch(Visible::hidden)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(character -> visible.append(one(character)));
    return visible.toString();
  }

  /** Whether a character is not seen, or does something else than being seen. */
  public static boolean hidden(int character) {
    return HIDDEN.contains(Character.getType(character));
  }

  /** One character, spelled out if it is hidden. */
  public static String one(int character) {
    if (!hidden(character)) {
      return Character.toString(character);
    }
    if (character == '\t') {
      return "\\t";
    }
    boolean wrongByte = character >= WRONG_BYTE + 0x80 && character <= WRONG_BYTE + 0xFF;
    int shown = wrongByte ? character - WRONG_BYTE : character;
    return wrongByte || character <= 0x7F
        ? String.format(Locale.ROOT, "\\x%02X", shown)
        : String.format(Locale.ROOT, "\\u{%04X}", shown);
  }
}
