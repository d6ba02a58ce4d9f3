package org.postern.command.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.pipeline.Checked;
import org.postern.plan.Obstacle;
import org.postern.policy.Policy;
import org.postern.policy.Rule;

/**
 * A remark of {@code check} on one place of a policy, for services that show it beside the line.
 *
 * @param id the kind of remark, such as {@code P0301}
 * @param title the kind in words
 * @param severity how serious it is
 * @param span the place
 * @param text the fault and its remedy, free of control characters
 */
record Annotation(String id, String title, Severity severity, Span span, String text) {
  private static final String NOT_COMPILABLE = "not-compilable";

  /**
   * Returns a remark for each diagnostic, and for each rule that cannot be compiled.
   *
   * @param checked empty when the policy has errors
   */
  static List<Annotation> of(Report report, Optional<Checked> checked) {
    List<Annotation> all = new ArrayList<>();
    report.diagnostics().forEach(diagnostic -> all.add(of(diagnostic)));
    if (checked.isPresent()) {
      Policy policy = checked.get().prepared().policy();
      checked.get().obstacles().forEach(obstacle -> all.add(of(obstacle, policy)));
    }
    return all;
  }

  private static Annotation of(Diagnostic diagnostic) {
    return new Annotation(
        diagnostic.code().id(),
        diagnostic.code().title(),
        diagnostic.severity(),
        diagnostic.span(),
        text(diagnostic.message(), diagnostic.fix()));
  }

  private static Annotation of(Obstacle obstacle, Policy policy) {
    return new Annotation(
        NOT_COMPILABLE,
        "a rule that cannot be compiled",
        Severity.ERROR,
        policy.rule(obstacle.rule()).map(Rule::span).orElseGet(() -> Span.wholeFile(policy.file())),
        text("rule %s: %s".formatted(obstacle.rule(), obstacle.why()), obstacle.fix()));
  }

  private static String text(String message, String fix) {
    return Visible.text(fix.isEmpty() ? message : message + "; fix: " + fix);
  }
}
