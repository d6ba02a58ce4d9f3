package org.postern.plan;

/** The reason why entries are in force. */
public enum EntryState {
  /** The last answer named the entries. */
  FRESH,
  /** Confirmed answers no longer name the entries, which stay for a while. */
  FADING,
  /** The source of the entries gives no information; the last good answer stands. */
  STALE,
  /** The removal of the entries is held. */
  HELD;

  /** Returns the word that is printed. */
  public String text() {
    return switch (this) {
      case FRESH -> "fresh";
      case FADING -> "fading";
      case STALE -> "stale";
      case HELD -> "held";
    };
  }
}
