package org.postern.state;

import java.io.IOException;

/** The state cannot be read, written or locked. */
public final class StateException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** The kind of obstacle. */
  public enum Kind {
    /** The checksum does not fit, or the content makes no sense. */
    CORRUPT,
    /** A later version wrote the state. */
    NEWER,
    /** Another process holds the lock. */
    LOCKED,
    /** The right to read or write is missing. */
    PERMISSION,
    /** The disk takes nothing: it is full, read-only or broken. */
    UNWRITABLE
  }

  public StateException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public StateException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns the kind of obstacle. */
  public Kind kind() {
    return kind;
  }
}
