package org.postern.policy.parse.edit;

import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Severity;
import org.postern.diagnostic.Span;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;

/**
 * Changes the text of a policy as an administrator would with an editor: every comment, quote, line
 * ending and indentation stays that is not of what is changed. What comes out is read again, and if
 * it does not mean exactly what was asked for, nothing is changed.
 */
public final class PolicyEditor {
  private final Reading reading;

  /** Reads a policy that is given as texts, the policy file first. */
  public interface Reading {
    /** Returns the policy; empty when the report has errors. */
    Optional<Policy> read(List<PolicyText> texts, Report report);
  }

  /**
   * An editor.
   *
   * @param reading how a policy is read, before an edit and after it
   */
  public PolicyEditor(Reading reading) {
    this.reading = reading;
  }

  /** The outcome of an edit. */
  public sealed interface Result {}

  /**
   * The edit is done.
   *
   * @param texts the texts of the policy, one of them changed
   * @param policy the meaning that they have now
   * @param report the warnings and notes about them
   */
  public record Edited(List<PolicyText> texts, Policy policy, Report report) implements Result {
    public Edited {
      texts = List.copyOf(texts);
    }
  }

  /** The edit is refused, and nothing is changed. */
  public record Refused(Diagnostic why) implements Result {}

  /**
   * Does one edit.
   *
   * @param texts the policy file first, then all it includes
   */
  public Result apply(List<PolicyText> texts, PolicyEdit edit) {
    Report before = new Report();
    Optional<Policy> policy =
        reading.read(texts, before).or(() -> Mending.policy(texts, edit, reading));
    if (policy.isEmpty()) {
      return new Refused(firstError(before));
    }
    EditChecks checks = new EditChecks(policy.get());
    Optional<Diagnostic> wrong = checks.check(edit);
    if (wrong.isPresent()) {
      return new Refused(wrong.get());
    }
    PolicyEdit exact = checks.exact(edit);
    return new TextEdits(texts, policy.get())
        .apply(exact)
        .map(changed -> result(texts, changed, Expected.after(policy.get(), exact)))
        .orElseGet(() -> new Refused(unsure(checks.place(exact))));
  }

  private Result result(List<PolicyText> before, List<PolicyText> after, Policy wanted) {
    return after.stream()
        .filter(text -> text.isShipped() && !before.contains(text))
        .findFirst()
        .<Result>map(text -> new Refused(shipped(text.name())))
        .orElseGet(() -> checked(after, wanted));
  }

  private static Diagnostic shipped(String name) {
    String bare = name.substring(PolicyText.SHIPPED.length());
    return new Diagnostic(
        Code.SHIPPED_RULESET,
        Span.wholeFile(name),
        "this is in a ruleset that comes with the program, and is not changed there",
        "postern rulesets copy %s, and include %s.yaml in its place".formatted(bare, bare));
  }

  private Result checked(List<PolicyText> texts, Policy wanted) {
    Report after = new Report();
    Optional<Policy> policy = reading.read(texts, after);
    if (policy.isEmpty()) {
      return new Refused(spoilt(firstError(after)));
    }
    return Expected.bare(policy.get()).equals(wanted)
        ? new Edited(texts, policy.get(), after)
        : new Refused(unsure(Span.wholeFile(wanted.file())));
  }

  private static Diagnostic firstError(Report report) {
    return report.diagnostics().stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .findFirst()
        .orElseThrow();
  }

  private static Diagnostic spoilt(Diagnostic error) {
    return new Diagnostic(
        Code.CHANGE_SPOILS,
        error.span(),
        "with this change the policy would be wrong: " + error.message(),
        error.fix().isEmpty() ? "change something else first" : error.fix());
  }

  private static Diagnostic unsure(Span place) {
    return new Diagnostic(
        Code.LAYOUT_UNSURE,
        place,
        "the text is laid out so that a change here might do something else than asked for",
        "change it with an editor, or write lists as \"- a\" on lines of their own or as [a, b]");
  }
}
