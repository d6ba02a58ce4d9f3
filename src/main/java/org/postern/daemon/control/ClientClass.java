package org.postern.daemon.control;

/**
 * The share of a control socket that a client is given: clients of one class keep none of another
 * out.
 */
public enum ClientClass {
  /** The client's effective user is 0. */
  ROOT,
  /** The client may change something. */
  ADMINISTRATOR,
  /** The client may ask, for a bounded share of the daemon's time. */
  READER
}
