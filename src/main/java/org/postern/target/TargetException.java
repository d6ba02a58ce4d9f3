package org.postern.target;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import java.util.Optional;

/** A system cannot be reached, refused us, or gave an answer that makes no sense. */
public final class TargetException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String remedy;

  /** The kinds of obstacles. */
  public enum Kind {
    /** No target has the name that was asked for. */
    UNKNOWN,
    /** The right to look or to change is missing. */
    PERMISSION,
    /** The system or its tool is not there. */
    UNAVAILABLE,
    /** The fault may be gone in a moment. */
    TEMPORARY
  }

  public TargetException(Kind kind, String message) {
    this(kind, message, "");
  }

  /**
   * Creates an exception for a fault that can be mended.
   *
   * @param remedy the remedy in words
   */
  public TargetException(Kind kind, String message, String remedy) {
    super(message);
    this.kind = kind;
    this.remedy = remedy;
  }

  public TargetException(Kind kind, String message, Throwable cause) {
    this(kind, message, "", cause);
  }

  private TargetException(Kind kind, String message, String remedy, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.remedy = remedy;
  }

  /**
   * Returns an exception for a file or folder of this host that fails.
   *
   * @param what words that name the file and what was being done with it
   * @param kind the kind of obstacle, where it is not the right that is missing
   * @param remedy the remedy in words; may be empty
   */
  public static TargetException of(IOException cause, String what, Kind kind, String remedy) {
    if (cause instanceof TargetException known) {
      return known;
    }
    return new TargetException(
        cause instanceof AccessDeniedException ? Kind.PERMISSION : kind,
        "%s: %s".formatted(what, words(cause)),
        remedy,
        cause);
  }

  /** Returns the message of an exception, or else its class. */
  public static String words(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }

  /** Returns the fault in words. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Returns the remedy in words; empty when the message says it, or none is known. */
  public String remedy() {
    return remedy;
  }

  /** Returns the fault and its remedy as one sentence. */
  public String sentence() {
    return getMessage() + (remedy.isEmpty() ? "" : "; " + remedy);
  }

  /** Returns the kind of obstacle. */
  public Kind kind() {
    return kind;
  }
}
