package org.postern.policy;

/** What happens to an opening of a peer that a rule does not accept. */
public enum Verdict {
  /** Silence. */
  DROP,
  /** A TCP reset. */
  REJECT,
  /** Count, remember and let through. */
  OBSERVE;

  /** The word of the policy language. */
  public String text() {
    return switch (this) {
      case DROP -> "drop";
      case REJECT -> "reject";
      case OBSERVE -> "observe";
    };
  }

  /** Whether the peer is kept out. */
  public boolean refuses() {
    return switch (this) {
      case DROP, REJECT -> true;
      case OBSERVE -> false;
    };
  }
}
