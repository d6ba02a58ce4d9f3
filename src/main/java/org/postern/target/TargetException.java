package org.postern.target;

import java.io.IOException;

/** A system cannot be reached, refused us, or gave an answer that makes no sense. */
public final class TargetException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What stands in the way. */
  public enum Kind {
    /** The right to look or to change is missing. */
    PERMISSION,
    /** The system or its tool is not there. */
    UNAVAILABLE,
    /** It may work in a moment. */
    TEMPORARY
  }

  public TargetException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public TargetException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What stands in the way. */
  public Kind kind() {
    return kind;
  }
}
