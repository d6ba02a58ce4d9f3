package org.postern.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets the rows of a CSV text apart (RFC 4180), each with the line that it begins on. */
final class CsvRows {
  private final String text;
  private int at;
  private int line = 1;

  CsvRows(String text) {
    this.text = text;
  }

  /**
   * A row.
   *
   * @param line the line on which it begins, the first being 1
   * @param fields the fields, without separators and quotes
   */
  record Row(int line, List<String> fields) {
    Row {
      fields = List.copyOf(fields);
    }

    /** Tells whether nothing is written on its line. */
    boolean isBlank() {
      return fields.size() == 1 && fields.getFirst().isBlank();
    }
  }

  /** A row that breaks the form. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    Broken(int line, String why) {
      super(why);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  /** Returns the next row that is not blank; empty behind the last one. */
  Optional<Row> next() throws Broken {
    while (at < text.length()) {
      Row row = row();
      if (!row.isBlank()) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private Row row() throws Broken {
    int first = line;
    List<String> fields = new ArrayList<>();
    do {
      fields.add(field());
    } while (isNext(','));
    endOfLine();
    return new Row(first, fields);
  }

  /** Tells whether a character comes, which is then passed. */
  private boolean isNext(char character) {
    boolean is = at < text.length() && text.charAt(at) == character;
    if (is) {
      at++;
    }
    return is;
  }

  private void endOfLine() throws Broken {
    boolean returned = isNext('\r');
    if (!isNext('\n') && !returned && at < text.length()) {
      throw new Broken(line, "something follows the quotes of a field");
    }
    line++;
  }

  private String field() throws Broken {
    if (isNext('"')) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '"') {
        throw new Broken(line, "quotes stand within a field");
      }
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() throws Broken {
    int first = line;
    StringBuilder field = new StringBuilder();
    while (at < text.length()) {
      char character = text.charAt(at++);
      if (character == '"' && !isNext('"')) {
        return field.toString();
      }
      if (character == '\n') {
        line++;
      }
      field.append(character);
    }
    throw new Broken(first, "the quotes of a field never end");
  }
}
