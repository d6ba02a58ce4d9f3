package org.postern.daemon.control;

/** What a control socket is for. Who may use it, its file permissions say. */
public enum Access {
  /** Questions only. */
  READ,
  /** Questions, and what changes something. */
  CHANGE
}
