package org.postern.command.doctor;

import java.util.List;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.doctor.Finding;
import org.postern.pipeline.doctor.Severity;

/** Adds findings to a reply, one a line. */
final class DoctorReport {
  private final List<Finding> findings;

  DoctorReport(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  Reply reply() {
    Reply.Builder reply = new Reply.Builder("doctor");
    findings.forEach(finding -> reply.line(style(finding.severity()), line(finding)));
    reply.document(FindingsDocument.of(findings));
    boolean isSick = count(Severity.MUST) > 0;
    reply.line(isSick ? Line.Style.BAD : Line.Style.GOOD, summary());
    if (isSick) {
      reply.exit(ExitCode.NO);
    }
    return reply.build();
  }

  private static String line(Finding finding) {
    String remedy = finding.remedy().isEmpty() ? "" : "; do: " + finding.remedy();
    return Visible.text(
        "%s: %s: %s%s"
            .formatted(finding.severity().word(), finding.title(), finding.evidence(), remedy));
  }

  private static Line.Style style(Severity severity) {
    return switch (severity) {
      case MUST -> Line.Style.BAD;
      case SHOULD -> Line.Style.CAUTION;
      case NOTE -> Line.Style.PLAIN;
      case NOT_CHECKED -> Line.Style.ASIDE;
    };
  }

  private String summary() {
    long unseen = count(Severity.NOT_CHECKED);
    if (findings.isEmpty()) {
      return "nothing to do";
    }
    return "%s to do, %d that should be done, %s, %d not checked"
        .formatted(
            Counted.of(count(Severity.MUST), "thing"),
            count(Severity.SHOULD),
            Counted.of(count(Severity.NOTE), "note"),
            unseen);
  }

  private long count(Severity severity) {
    return findings.stream().filter(one -> one.severity() == severity).count();
  }
}
