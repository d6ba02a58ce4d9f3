package org.postern.diagnostic;

/**
 * A place in a text that a user wrote.
 *
 * @param file the name under which the user knows the text
 * @param line first line is 1; 0 when the whole file is meant
 * @param column first column is 1, in characters; 0 when the whole line is meant
 * @param length how many characters the place covers, at least 1
 * @param excerpt the line of text the place stands on, empty when there is none to show
 * @param quotable whether the text may be shown; that of a file outside of the policy's folder may
 *     not, since its reader need not be allowed to see it
 */
public record Span(
    String file, int line, int column, int length, String excerpt, boolean quotable) {
  public Span {
    if (line < 0 || column < 0 || length < 1) {
      throw new IllegalArgumentException("no such place: " + line + ":" + column + "+" + length);
    }
  }

  /** Returns the file as a whole. */
  public static Span wholeFile(String file) {
    return new Span(file, 0, 0, 1, "", true);
  }

  /** Returns a copy of which nothing is quotable. */
  public Span unquotable() {
    return new Span(file, line, column, length, "", false);
  }

  /** Returns a copy that shows nothing of the text. */
  public Span withoutExcerpt() {
    return new Span(file, line, column, length, "", quotable);
  }

  /** Tells whether another place is on the same line. */
  boolean isOnLineOf(Span other) {
    return file.equals(other.file) && line == other.line;
  }

  /** Returns {@code file:line:column} as compilers print it, shorter where less is known. */
  public String position() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
