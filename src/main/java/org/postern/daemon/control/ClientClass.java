package org.postern.daemon.control;

/**
 * Which share of a control socket a client is given: clients of one class keep none of another out.
 */
public enum ClientClass {
  /** Effective user 0. */
  ROOT,
  /** May change something. */
  ADMINISTRATOR,
  /** May ask, for a bounded share of the daemon's time. */
  READER
}
