package org.postern.diagnostic;

import java.util.Locale;
import java.util.Set;

/**
 * Makes text of others fit for a terminal: characters that are not shown, that steer the terminal
 * or that change the direction of writing are spelled out.
 */
public final class Visible {
  /**
   * The first of the characters that stand for a byte that is not UTF-8: this plus the byte's
   * value.
   */
  public static final int WRONG_BYTE = 0xDC00;

  /**
   * The types of characters that are hidden; unassigned ones too, as it is unknown what a later
   * terminal makes of them.
   */
  private static final Set<Integer> HIDDEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.PRIVATE_USE,
          (int) Character.UNASSIGNED);

  /** The character that decoders put in the place of bytes that they cannot read. */
  private static final int REPLACEMENT = 0xFFFD;

  /** The longest word of a message; longer ones were not written by its author. */
  private static final int LONGEST_WORD = 300;

  private static final int LONGEST_LINE = 4000;
  private static final int KEPT = 60;

  private Visible() {}

  /**
   * Returns the text without most of what no reader takes in: words and lines that are very long.
   */
  public static String shortened(String text) {
    if (text.length() <= LONGEST_WORD) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    for (String word : text.splitWithDelimiters("\\s+", 0)) {
      line.append(word.length() <= LONGEST_WORD ? word : cut(word, KEPT));
    }
    return line.length() <= LONGEST_LINE ? line.toString() : cut(line.toString(), LONGEST_LINE);
  }

  private static String cut(String text, int kept) {
    int end = Character.isHighSurrogate(text.charAt(kept - 1)) ? kept - 1 : kept;
    return "%s... (%,d characters)".formatted(text.substring(0, end), text.length());
  }

  /** Returns the text with every hidden character spelled out. */
  public static String text(String text) {
    if (text.codePoints().noneMatch(Visible::spelled)) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(character -> visible.append(one(character)));
    return visible.toString();
  }

  /**
   * Tells whether a character is spelled out: one that is hidden, or that stands for bytes which
   * were no text, since that one is seen and does not tell.
   */
  private static boolean spelled(int character) {
    return hidden(character) || character == REPLACEMENT;
  }

  /** Tells whether a character is not seen, or does something else than being seen. */
  public static boolean hidden(int character) {
    return HIDDEN.contains(Character.getType(character));
  }

  /** Returns one character, spelled out if it is hidden. */
  public static String one(int character) {
    if (!spelled(character)) {
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
