package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.read.Document;
import org.postern.policy.parse.read.SetReader;
import org.postern.policy.parse.text.Loader;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Follows the includes of a policy, each file once, however often it is named. */
final class Includes {
  static final int DEEPEST = 8;

  private final Loader loader;
  private final Report report;
  private final Map<String, PolicyText> texts = new LinkedHashMap<>();
  private final List<SetReader.Draft> sets = new ArrayList<>();
  private final List<DomainSetDefinition> domains = new ArrayList<>();

  Includes(Loader loader, Report report) {
    this.loader = loader;
    this.report = report;
  }

  /** Returns the sets of all files followed, those that others build on first. */
  List<SetReader.Draft> sets() {
    return sets;
  }

  /** Returns the sets of domains of all files followed. */
  List<DomainSetDefinition> domains() {
    return domains;
  }

  /** Returns the files followed, in the order in which they were met. */
  List<PolicyText> texts() {
    return List.copyOf(texts.values());
  }

  /** Reads a file and all files that it includes. */
  void follow(PolicyText text, Document document, Scope scope) {
    follow(text, document, scope, List.of());
  }

  private void follow(PolicyText text, Document document, Scope scope, List<String> above) {
    texts.put(text.name(), text);
    List<String> path = new ArrayList<>(above);
    path.add(text.name());
    for (Node.Scalar include : document.includes()) {
      switch (loader.load(text.name(), include.text())) {
        case Loader.Loaded.Missing missing -> addMissing(scope, include, missing);
        case Loader.Loaded.Text loaded -> include(loaded, include.span(), scope, path);
      }
    }
    sets.addAll(document.sets());
    domains.addAll(document.domains());
  }

  private static void addMissing(Scope scope, Node.Scalar include, Loader.Loaded.Missing missing) {
    scope.add(
        missing.code(Code.MISSING_INCLUDE),
        include.span(),
        "%s cannot be read: %s".formatted(Words.quoted(include.text()), missing.reason()),
        missing.fix("paths are relative to the file that names them"));
  }

  private void include(Loader.Loaded.Text loaded, Span span, Scope scope, List<String> path) {
    if (path.contains(loaded.name())) {
      List<String> circle = new ArrayList<>(path.subList(path.indexOf(loaded.name()), path.size()));
      circle.add(loaded.name());
      scope.add(
          Code.INCLUDE_CYCLE,
          span,
          "files include each other: " + String.join(" includes ", circle),
          "remove one of these includes");
    } else if (path.size() > DEEPEST) {
      scope.add(
          Code.INCLUDE_DEPTH,
          span,
          "includes are nested more than %d deep".formatted(DEEPEST),
          "include the file from further up");
    } else if (!texts.containsKey(loaded.name())) {
      Scope inner = new Scope(loaded.source(), report);
      PolicyText text = new PolicyText(loaded.name(), loaded.text());
      follow(text, Document.readIncluded(inner, text.isShipped()), inner, path);
    }
  }
}
