package org.postern.policy;

/** Where a packet passes the host; the names of netfilter's hooks. */
public enum Hook {
  INPUT,
  FORWARD,
  OUTPUT;

  /** The word of the policy language. */
  public String text() {
    return switch (this) {
      case INPUT -> "input";
      case FORWARD -> "forward";
      case OUTPUT -> "output";
    };
  }
}
