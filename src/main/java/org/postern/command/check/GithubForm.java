package org.postern.command.check;

import java.util.ArrayList;
import java.util.List;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;

/**
 * Writes annotations as workflow commands of GitHub Actions, one a line, which its runner shows
 * beside the line of the file (GitHub, "Workflow commands for GitHub Actions").
 */
final class GithubForm {
  static final String FORMAT = "github";

  private GithubForm() {}

  /** Returns the reply with a line for each annotation before its own lines. */
  static Reply of(Reply reply, List<Annotation> annotations) {
    List<Line> lines = new ArrayList<>();
    annotations.forEach(one -> lines.add(Line.of(style(one.severity()), line(one))));
    lines.addAll(reply.lines());
    return reply.withLines(lines);
  }

  private static String line(Annotation one) {
    return "::%s %s,title=%s::%s"
        .formatted(
            command(one.severity()),
            place(one.span()),
            property(one.id() + " " + one.title()),
            data(one.text()));
  }

  private static String command(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case NOTE -> "notice";
    };
  }

  private static Line.Style style(Severity severity) {
    return switch (severity) {
      case ERROR -> Line.Style.BAD;
      case WARNING -> Line.Style.CAUTION;
      case NOTE -> Line.Style.ASIDE;
    };
  }

  private static String place(Span span) {
    String file = "file=" + property(span.file());
    if (span.line() == 0) {
      return file;
    }
    String line = file + ",line=" + span.line();
    return span.column() == 0
        ? line
        : "%s,col=%d,endColumn=%d".formatted(line, span.column(), span.column() + span.length());
  }

  /** A line break would end the command, and a percent sign begins what is spelled out. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** A colon or a comma would end the property. */
  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
