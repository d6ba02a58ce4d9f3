package org.postern.plan;

/** Why an entry is in force. */
public enum Standing {
  /** The last answer named it. */
  FRESH,
  /** Confirmed answers no longer name it; it stays for a while. */
  FADING,
  /** Its source gives no information; the last good answer stands. */
  STALE,
  /** Its removal is held. */
  HELD;

  /** The word that is printed. */
  public String text() {
    return switch (this) {
      case FRESH -> "fresh";
      case FADING -> "fading";
      case STALE -> "stale";
      case HELD -> "held";
    };
  }
}
