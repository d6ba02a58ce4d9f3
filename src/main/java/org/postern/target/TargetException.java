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

  /** What stands in the way. */
  public enum Kind {
    /** No target has the name that was asked for. */
    UNKNOWN,
    /** The right to look or to change is missing. */
    PERMISSION,
    /** The system or its tool is not there. */
    UNAVAILABLE,
    /** It may work in a moment. */
    TEMPORARY
  }

  public TargetException(Kind kind, String message) {
    this(kind, message, "");
  }

  /**
   * For what can be mended.
   *
   * @param remedy what to do about it, in words
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
   * That a file or folder of this host fails.
   *
   * @param what about it, in words that name it
   * @param kind where it is not the right that is missing
   * @param remedy what to do about it; may be empty
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

  /** What an exception says, or else what it is. */
  public static String words(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }

  /** What is the matter, in words. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** What to do about it, in words; empty when the message says it, or nothing is known. */
  public String remedy() {
    return remedy;
  }

  /** What is the matter, and what to do about it. */
  public String sentence() {
    return getMessage() + (remedy.isEmpty() ? "" : "; " + remedy);
  }

  /** What stands in the way. */
  public Kind kind() {
    return kind;
  }
}
