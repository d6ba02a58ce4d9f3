package org.postern.host;

import java.io.IOException;

/** A text is no JSON object; where that was seen is known, and nothing of the text is told. */
public final class JsonSyntaxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  JsonSyntaxException(int line, int column, Throwable cause) {
    super("not a JSON object at line %d, column %d".formatted(line, column), cause);
    this.line = line;
    this.column = column;
  }

  /** Returns the number of the line, the first being 1. */
  public int line() {
    return line;
  }

  /** Returns the number of the column, the first being 1. */
  public int column() {
    return column;
  }
}
