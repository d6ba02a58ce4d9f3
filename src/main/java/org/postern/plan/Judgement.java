package org.postern.plan;

/** The judgement of a ruleset on an attempt. */
public enum Judgement {
  ACCEPTED,
  REFUSED,
  OBSERVED,
  /** No rule covers it: Postern has no opinion. */
  UNJUDGED;

  /** Returns the word that is printed. */
  public String text() {
    return switch (this) {
      case ACCEPTED -> "accepted";
      case REFUSED -> "refused";
      case OBSERVED -> "observed";
      case UNJUDGED -> "unjudged";
    };
  }
}
