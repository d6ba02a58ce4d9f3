package org.postern.command.rehearse;

/** The fates of a connection, the worst last. */
public enum Fate {
  /** The connection is over the loopback, or from this host to itself: no rule ever judges it. */
  INTERNAL,
  /** The connection is to a port over which no rule is. */
  UNJUDGED,
  ACCEPTED,
  /** Let through by a rule that only observes; refused as soon as it does more. */
  OBSERVED,
  REFUSED;

  /** Tells whether a peer would lose by it. */
  boolean isTold() {
    return this == OBSERVED || this == REFUSED;
  }
}
