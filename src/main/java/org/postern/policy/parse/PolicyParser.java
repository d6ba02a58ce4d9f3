package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.Rule;
import org.postern.policy.parse.check.DomainSetChecks;
import org.postern.policy.parse.check.EffectChecks;
import org.postern.policy.parse.check.InterfaceChecks;
import org.postern.policy.parse.check.RuleChecks;
import org.postern.policy.parse.check.SetChecks;
import org.postern.policy.parse.check.TargetChecks;
import org.postern.policy.parse.list.ListPaths;
import org.postern.policy.parse.read.Document;
import org.postern.policy.parse.read.RuleReader;
import org.postern.policy.parse.read.SetReader;
import org.postern.policy.parse.text.Loader;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.SourceText;

/**
 * Parses policy text into a checked policy. It opens no file, asks no source and reads no clock;
 * what a wrong text means is never guessed. All mistakes of a text are reported in one run, except
 * that a file that is not YAML is reported with its first mistake only.
 */
public final class PolicyParser {
  private final Map<String, InterfaceNames> targets;
  private final boolean lenient;

  /**
   * A parser, where each target has interfaces as Linux has.
   *
   * @param targets the names that {@code targets} may use beside {@code auto}
   */
  public PolicyParser(Set<String> targets) {
    this(targets.stream().collect(Collectors.toMap(name -> name, _ -> InterfaceNames.LINUX)));
  }

  /**
   * A parser.
   *
   * @param targets the names that {@code targets} may use, with the interfaces that each can have;
   *     {@code auto} has those of Linux where it is not among them
   */
  public PolicyParser(Map<String, InterfaceNames> targets) {
    this(targets, false);
  }

  private PolicyParser(Map<String, InterfaceNames> targets, boolean lenient) {
    this.targets = Map.copyOf(targets);
    this.lenient = lenient;
  }

  /**
   * Returns a parser for texts that were accepted before: what they write without effect is not
   * reported, so that the sources of a policy go on being followed when a new version looks closer.
   */
  public PolicyParser lenient() {
    return new PolicyParser(targets, true);
  }

  /**
   * Reads a policy with its includes.
   *
   * @param file the name under which the user knows the text
   * @param text the text from {@link SourceText#decode}
   * @param loader brings what is included
   * @param report receives the diagnostics, by file and line
   * @return nothing when something is wrong; the report says what
   */
  public Optional<Policy> parse(String file, String text, Loader loader, Report report) {
    return parse(new Loader.Loaded.Text(file, text), loader, report);
  }

  /** Reads a policy file that was loaded, with its includes. */
  public Optional<Policy> parse(Loader.Loaded.Text file, Loader loader, Report report) {
    Report found = new Report();
    Scope scope = new Scope(file.source(), found);
    Document document = Document.read(scope, targets.keySet());
    Includes includes = new Includes(loader, found);
    includes.follow(new PolicyText(file.name(), file.text()), document, scope);
    check(scope, document, includes);
    if (!lenient) {
      new EffectChecks(scope, document, includes.sets(), includes.domains()).run();
    }
    addInOrder(found, includes.texts(), report);
    return found.hasErrors()
        ? Optional.empty()
        : Optional.of(policy(file.name(), document, includes));
  }

  private void check(Scope scope, Document document, Includes includes) {
    SetChecks sets = new SetChecks(scope, includes.sets());
    sets.run();
    DomainSetChecks domains = new DomainSetChecks(scope, includes.domains(), sets.places());
    domains.run(document.protects());
    new RuleChecks(scope, document.rules(), sets, domains).run();
    new InterfaceChecks(scope, targets).run(document.rules(), document.targets());
    if (!lenient) {
      new TargetChecks(scope, targets.keySet()).run(document.targets());
    }
    if (document.rules().isEmpty() && scope.errors() == 0) {
      scope.add(
          Code.NO_RULES,
          scope.source().whole(),
          "there are no rules, so nothing is filtered",
          "add rules:, or include this file from a policy that has some");
    }
  }

  private static Policy policy(String file, Document document, Includes includes) {
    List<Rule> rules =
        document.rules().stream().map(RuleReader.Draft::rule).flatMap(Optional::stream).toList();
    return new Policy(
        file,
        includes.sets().stream()
            .map(SetReader.Draft::set)
            .map(set -> ListPaths.seenFrom(file, set))
            .toList(),
        includes.domains().stream().map(set -> ListPaths.seenFrom(file, set)).toList(),
        rules,
        document.protects(),
        document.resolve(),
        document.targets(),
        includes.texts());
  }

  /** The policy file first, then its includes, each from top to bottom. */
  static void addInOrder(Report found, List<PolicyText> texts, Report report) {
    List<String> files = texts.stream().map(PolicyText::name).toList();
    List<Diagnostic> sorted = new ArrayList<>(found.diagnostics());
    sorted.sort(
        Comparator.<Diagnostic>comparingInt(d -> files.indexOf(d.span().file()))
            .thenComparingInt(d -> d.span().line())
            .thenComparingInt(d -> d.span().column()));
    Report inOrder = new Report();
    sorted.forEach(d -> inOrder.add(d.code(), d.span(), d.message(), d.fix()));
    report.addAll(inOrder);
  }
}
