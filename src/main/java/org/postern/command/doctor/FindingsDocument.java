package org.postern.command.doctor;

import java.util.List;
import org.postern.pipeline.doctor.Finding;

/** The findings on a host that a policy is for, the worst first. */
public record FindingsDocument(List<One> findings) {
  public FindingsDocument {
    findings = List.copyOf(findings);
  }

  /**
   * A finding.
   *
   * @param check the check that found it
   * @param severity how much it matters, in words
   * @param evidence the facts by which it is known
   * @param remedy what to do about it; empty where nothing is to be done
   */
  public record One(String check, String severity, String title, String evidence, String remedy) {
    static One of(Finding finding) {
      return new One(
          finding.check(),
          finding.severity().word(),
          finding.title(),
          finding.evidence(),
          finding.remedy());
    }
  }

  static FindingsDocument of(List<Finding> findings) {
    return new FindingsDocument(findings.stream().map(One::of).toList());
  }
}
