package org.postern.plan;

/** What a ruleset says of a packet. */
public enum Judgement {
  ACCEPTED,
  REFUSED,
  OBSERVED,
  /** No rule covers it: Postern has no opinion. */
  UNJUDGED;

  /** The word that is printed. */
  public String text() {
    return switch (this) {
      case ACCEPTED -> "accepted";
      case REFUSED -> "refused";
      case OBSERVED -> "observed";
      case UNJUDGED -> "unjudged";
    };
  }
}
