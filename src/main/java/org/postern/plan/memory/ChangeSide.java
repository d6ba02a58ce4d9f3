package org.postern.plan.memory;

/** The two halves of a change; what holds one lets the other through. */
public enum ChangeSide {
  ADDITIONS,
  REMOVALS;

  /** Returns the word that is printed. */
  public String text() {
    return switch (this) {
      case ADDITIONS -> "additions";
      case REMOVALS -> "removals";
    };
  }
}
