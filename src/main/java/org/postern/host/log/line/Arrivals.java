package org.postern.host.log.line;

/** Takes what a log tells of peers. */
@FunctionalInterface
public interface Arrivals {
  /** A connection came in. */
  void connection(Arrival arrival);

  /** Takes a credit that speaks for a peer. */
  default void credit(Credit credit) {}
}
