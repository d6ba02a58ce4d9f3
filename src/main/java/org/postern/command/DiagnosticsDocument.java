package org.postern.command;

import java.util.List;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;

/** The faults of the files that a command was given, in the order of their lines. */
public record DiagnosticsDocument(List<One> diagnostics) {
  public DiagnosticsDocument {
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * A diagnostic.
   *
   * @param code the code, such as {@code P0301}
   * @param line the line, from 1; 0 where the whole file is meant
   * @param column the column, from 1; 0 where the whole line is meant
   * @param fix what to do about it
   */
  public record One(
      String code,
      Severity severity,
      String file,
      int line,
      int column,
      String message,
      String fix) {
    static One of(Diagnostic diagnostic) {
      return new One(
          diagnostic.code().id(),
          diagnostic.severity(),
          diagnostic.span().file(),
          diagnostic.span().line(),
          diagnostic.span().column(),
          diagnostic.message(),
          diagnostic.fix());
    }
  }

  static DiagnosticsDocument of(Report report) {
    return new DiagnosticsDocument(report.diagnostics().stream().map(One::of).toList());
  }
}
