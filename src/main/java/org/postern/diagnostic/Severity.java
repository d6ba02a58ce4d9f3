package org.postern.diagnostic;

/** How much a diagnostic weighs: an error ends the run before anything changes. */
public enum Severity {
  ERROR,
  WARNING,
  NOTE;

  /** Returns the word that is printed. */
  public String text() {
    return switch (this) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case NOTE -> "note";
    };
  }
}
