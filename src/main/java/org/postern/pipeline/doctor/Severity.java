package org.postern.pipeline.doctor;

/** How much a finding matters. */
public enum Severity {
  /** Mail is lost, or the gate stands open, until it is done. */
  MUST("must"),
  /** It works, and will not for long or not for all. */
  SHOULD("should"),
  /** Good to know. */
  NOTE("note"),
  /** It could not be looked at. */
  NOT_CHECKED("not checked");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** As it is printed. */
  public String word() {
    return word;
  }
}
