package org.postern.policy.parse.text;

import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;

/** Checks the size and the characters of a text before it is parsed. */
public final class TextCheck {
  /**
   * The most characters of a text, far beyond any policy; longer lists belong in files of their
   * own.
   */
  public static final int MOST_CHARACTERS = 8 << 20;

  /** The most characters of a line; no diagnostic can show a longer one. */
  static final int LONGEST_LINE = 1 << 16;

  private final Scope scope;
  private boolean wrongByteSeen;
  private boolean hiddenSeen;

  public TextCheck(Scope scope) {
    this.scope = scope;
  }

  /** Tells whether the text can be read on; if not, the report says why. */
  public static boolean passes(Scope scope) {
    return new TextCheck(scope).size() && new TextCheck(scope).characters();
  }

  private boolean size() {
    SourceText source = scope.source();
    if (source.text().length() > MOST_CHARACTERS) {
      scope.add(
          Code.TOO_LARGE,
          source.whole(),
          "the file has %s characters, %s are allowed"
              .formatted(Words.number(source.text().length()), Words.number(MOST_CHARACTERS)),
          "put long lists of addresses into files of their own and name them with file:");
      return false;
    }
    for (int line = 1; line <= source.lines().size(); line++) {
      if (source.line(line).length() > LONGEST_LINE) {
        scope.add(
            Code.TOO_LARGE,
            source.span(line, 1, 1),
            "the line has %s characters, %s are allowed"
                .formatted(Words.number(source.line(line).length()), Words.number(LONGEST_LINE)),
            "write one entry a line");
        return false;
      }
    }
    return true;
  }

  private boolean characters() {
    boolean all = true;
    for (int line = 1; line <= scope.source().lines().size(); line++) {
      all &= characters(line, scope.source().line(line));
    }
    return all;
  }

  /**
   * Tells whether every character of a line is visible. Reports the first of each kind only: a
   * binary file has thousands.
   */
  public boolean characters(int line, String text) {
    boolean all = true;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      if (character >= 0x7F || character < ' ') {
        boolean wrongByte = isWrongByte(character);
        boolean hidden = !wrongByte && refused(character);
        if (wrongByte && !wrongByteSeen) {
          addWrongByte(line, text, at);
        } else if (hidden && !hiddenSeen) {
          addHidden(line, text, at);
        }
        wrongByteSeen |= wrongByte;
        hiddenSeen |= hidden;
        all &= !wrongByte && !hidden;
      }
      at += Character.charCount(character);
    }
    return all;
  }

  private static boolean isWrongByte(int character) {
    return character >= Visible.WRONG_BYTE + 0x80 && character <= Visible.WRONG_BYTE + 0xFF;
  }

  /**
   * Tells whether a character is refused. Private-use and unassigned ones are shown as boxes and do
   * no harm in a comment.
   */
  private static boolean refused(int character) {
    int type = Character.getType(character);
    boolean box = type == Character.PRIVATE_USE || type == Character.UNASSIGNED;
    boolean noCharacter = (character & 0xFFFE) == 0xFFFE;
    return character != '\t' && Visible.hidden(character) && (!box || noCharacter);
  }

  private void addWrongByte(int line, String text, int at) {
    boolean utf16 = at == 0 && text.length() > 1 && isWrongByte(text.charAt(1));
    scope.add(
        Code.NOT_UTF8,
        span(line, text, at),
        "byte %s is not UTF-8".formatted(Visible.one(text.charAt(at))),
        utf16 && line == 1
            ? "this looks like UTF-16; save the file as UTF-8"
            : "save the file as UTF-8");
  }

  private void addHidden(int line, String text, int at) {
    scope.add(
        Code.CONTROL_CHARACTER,
        span(line, text, at),
        "character %s does not belong into a text".formatted(Visible.one(text.codePointAt(at))),
        "remove it");
  }

  private Span span(int line, String text, int at) {
    return scope.source().span(line, text.codePointCount(0, at) + 1, 1, text);
  }
}
