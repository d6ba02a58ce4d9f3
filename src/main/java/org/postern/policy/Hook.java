package org.postern.policy;

/** The hook of netfilter at which a packet is judged. */
public enum Hook {
  INPUT,
  FORWARD,
  OUTPUT;

  /** Returns the word of the policy language. */
  public String text() {
    return switch (this) {
      case INPUT -> "input";
      case FORWARD -> "forward";
      case OUTPUT -> "output";
    };
  }
}
