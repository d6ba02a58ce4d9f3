package org.postern.policy.parse.text;

import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;

/** The file being read, and where its mistakes go. */
public final class Scope {
  private final SourceText source;
  private final Report report;
  private int errors;

  public Scope(SourceText source, Report report) {
    this.source = source;
    this.report = report;
  }

  public SourceText source() {
    return source;
  }

  public void add(Code code, Span span, String message, String fix) {
    report.add(code, span, message, fix);
    if (code.severity() == Severity.ERROR) {
      errors++;
    }
  }

  /** Returns how many errors there were so far: what was read since is sound if it did not grow. */
  public int errors() {
    return errors;
  }
}
