package org.postern.policy;

/** The form in which a list of addresses is published. */
public sealed interface ListForm {
  /** The form that is meant where none is told. */
  ListForm LINES = new Lines();

  /**
   * Returns the text that tells a source of this form from one of another, as the policy writes it.
   */
  String text();

  /**
   * A list with one address, prefix or range a line; text after it is its label, {@code #} starts a
   * comment.
   */
  record Lines() implements ListForm {
    @Override
    public String text() {
      return "";
    }
  }

  /**
   * A list in rows of fields that commas set apart (RFC 4180).
   *
   * @param column the field of each row that holds an address, prefix or range: its name in the
   *     first row, or its number from 1, where the first row is one like the others
   */
  record Csv(String column) implements ListForm {
    @Override
    public String text() {
      return " csv " + column;
    }
  }

  /**
   * A list in JSON (RFC 8259), or several values of it one after another, which are then taken for
   * one array.
   *
   * @param select a JSONPath that selects strings, each an address, prefix or range
   */
  record Json(String select) implements ListForm {
    @Override
    public String text() {
      return " json " + select;
    }
  }
}
