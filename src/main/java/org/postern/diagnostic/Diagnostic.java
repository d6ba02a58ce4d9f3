package org.postern.diagnostic;

/**
 * One thing the user should know about what he wrote.
 *
 * @param code which kind of thing
 * @param span where
 * @param message what is wrong, one sentence without a full stop
 * @param fix what to do about it, empty when there is nothing better than the message
 */
public record Diagnostic(Code code, Span span, String message, String fix) {
  /** How much it weighs; a property of the code. */
  public Severity severity() {
    return code.severity();
  }
}
