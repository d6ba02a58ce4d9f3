package org.postern.command;

import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Rendering;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;

/** Adds diagnostics to a reply. */
public final class Diagnostics {
  private Diagnostics() {}

  /** Adds what a report holds; errors decide how the command ends. */
  public static void add(Report report, Reply.Builder reply) {
    report.diagnostics().forEach(diagnostic -> add(diagnostic, reply));
    reply.document(DiagnosticsDocument.of(report));
  }

  /** Adds one diagnostic; an error decides how the command ends. */
  public static void add(Diagnostic diagnostic, Reply.Builder reply) {
    Rendering.plain()
        .render(diagnostic)
        .lines()
        .forEach(line -> reply.error(style(diagnostic), line));
    if (diagnostic.severity() == Severity.ERROR) {
      reply.exit(exit(diagnostic.code()));
    }
  }

  private static ExitCode exit(Code code) {
    if (code.missingRight()) {
      return ExitCode.PERMISSION;
    }
    return code.missingFile() ? ExitCode.MISSING_FILE : ExitCode.WRONG_INPUT;
  }

  private static Line.Style style(Diagnostic diagnostic) {
    return switch (diagnostic.severity()) {
      case ERROR -> Line.Style.BAD;
      case WARNING -> Line.Style.CAUTION;
      case NOTE -> Line.Style.ASIDE;
    };
  }
}
