package org.postern.diagnostic;

/** Which kind of thing a diagnostic tells. */
public enum Code {
  SYNTAX("P0101", Severity.ERROR, "the text is not YAML", false);

  private final String id;
  private final Severity severity;
  private final String title;
  private final boolean missingFile;

  Code(String id, Severity severity, String title, boolean missingFile) {
    this.id = id;
    this.severity = severity;
    this.title = title;
    this.missingFile = missingFile;
  }

  /** As it is printed and documented, {@code P0101}. */
  public String id() {
    return id;
  }

  /** How much it weighs. */
  public Severity severity() {
    return severity;
  }

  /** What kind of thing it is, one line. */
  public String title() {
    return title;
  }

  /** Whether it says that a file is missing. */
  public boolean missingFile() {
    return missingFile;
  }
}
