package org.postern.pipeline.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;

/** Takes the findings of one check; equal ones are taken once. */
final class Findings {
  private static final String AS_ROOT = "run postern doctor as root";

  private final String check;
  private final List<Finding> all = new ArrayList<>();

  Findings(String check) {
    this.check = check;
  }

  void must(String title, String evidence, String remedy) {
    add(Severity.MUST, title, evidence, remedy);
  }

  void should(String title, String evidence, String remedy) {
    add(Severity.SHOULD, title, evidence, remedy);
  }

  void note(String title, String evidence, String remedy) {
    add(Severity.NOTE, title, evidence, remedy);
  }

  /** Notes that something could not be looked at. */
  void unseen(String what, String why, String remedy) {
    add(Severity.NOT_CHECKED, what, why, remedy);
  }

  /** Notes that something could not be read. */
  void unseen(String what, IOException e) {
    unseen(
        what,
        e instanceof AccessDeniedException
            ? "no right to read " + e.getMessage()
            : String.valueOf(e.getMessage()),
        e instanceof AccessDeniedException ? AS_ROOT : "");
  }

  void add(Severity severity, String title, String evidence, String remedy) {
    Finding finding = new Finding(check, severity, title, evidence, remedy);
    if (!all.contains(finding)) {
      all.add(finding);
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
