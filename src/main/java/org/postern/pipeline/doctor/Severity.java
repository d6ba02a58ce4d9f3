package org.postern.pipeline.doctor;

/** The weight of a finding. */
public enum Severity {
  /** Mail is lost, or the gate stands open, until the remedy is done. */
  MUST("must"),
  /** The host works, and will not for long or not for all. */
  SHOULD("should"),
  /** The finding is good to know. */
  NOTE("note"),
  /** A part could not be looked at. */
  NOT_CHECKED("not checked");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** Returns the word as it is printed. */
  public String word() {
    return word;
  }
}
