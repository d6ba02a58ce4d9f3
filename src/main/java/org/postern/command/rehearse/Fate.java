package org.postern.command.rehearse;

/** What becomes of a connection, the worst last. */
public enum Fate {
  /** Over the loopback, or from this host to itself: no rule ever judges it. */
  INTERNAL,
  /** No rule is over its port. */
  UNJUDGED,
  ACCEPTED,
  /** Let through by a rule that only observes; refused as soon as it does more. */
  OBSERVED,
  REFUSED;

  /** Whether a peer would lose by it. */
  boolean isTold() {
    return this == OBSERVED || this == REFUSED;
  }
}
