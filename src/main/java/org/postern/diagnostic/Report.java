package org.postern.diagnostic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The diagnostics of one run, in the order in which they were found. Stages add to it and go on as
 * far as they sensibly can, so that all mistakes are shown at once. Not safe for several threads.
 */
public final class Report {
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  /** Adds one diagnostic. */
  public void add(Code code, Span span, String message, String fix) {
    diagnostics.add(new Diagnostic(code, span, message, fix));
  }

  /** Adds what another report holds; nothing is shown of a line on which a secret stands. */
  public void addAll(Report other) {
    List<Span> secrets =
        other.diagnostics.stream()
            .filter(one -> one.code() == Code.LITERAL_SECRET)
            .map(Diagnostic::span)
            .toList();
    for (Diagnostic one : other.diagnostics) {
      boolean hides = secrets.stream().anyMatch(secret -> secret.isOnLineOf(one.span()));
      Span span = hides ? one.span().withoutExcerpt() : one.span();
      diagnostics.add(new Diagnostic(one.code(), span, one.message(), one.fix()));
    }
  }

  /** Tells whether one of them is an error. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /** A view of all, oldest first. */
  public List<Diagnostic> diagnostics() {
    return Collections.unmodifiableList(diagnostics);
  }
}
