package org.postern.daemon.control;

/** The purpose of a control socket. Its file permissions say who may use it. */
public enum Access {
  /** Clients may only ask. */
  READ,
  /** Clients may ask, and change something. */
  CHANGE
}
