package org.postern.policy.parse;

import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;

/** The file being read, and where its mistakes go. */
final class Scope {
  private final SourceText source;
  private final Report report;
  private int errors;

  Scope(SourceText source, Report report) {
    this.source = source;
    this.report = report;
  }

  SourceText source() {
    return source;
  }

  void add(Code code, Span span, String message, String fix) {
    report.add(code, span, message, fix);
    if (code.severity() == Severity.ERROR) {
      errors++;
    }
  }

  /** How many errors there were so far: what was read since is sound if it did not grow. */
  int errors() {
    return errors;
  }
}
