package org.postern.diagnostic;

/**
 * A fault or remark about a text that the user wrote. Where the place is not quotable, message and
 * fix say what kind of thing it is and nothing of the text.
 *
 * @param code the kind of fault
 * @param span the place in the text
 * @param message the fault in one sentence without a full stop
 * @param fix the remedy, empty when there is nothing better than the message
 */
public record Diagnostic(Code code, Span span, String message, String fix) {
  private static final String LOOK =
      "look into the file: it lies outside of the policy's folder, so nothing of it is shown here";

  public Diagnostic {
    if (!span.quotable()) {
      span = span.unquotable();
      message = code.title();
      fix = LOOK;
    }
  }

  /** Returns how grave the fault is; a property of the code. */
  public Severity severity() {
    return code.severity();
  }
}
