package org.postern.policy.parse.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.ProtectSpec;
import org.postern.policy.ResolveSettings;
import org.postern.policy.TargetBinding;
import org.postern.policy.parse.text.OddBlanks;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Tabs;
import org.postern.policy.parse.text.TextCheck;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;
import org.postern.policy.parse.yaml.YamlReader;

/**
 * A file of a policy as far as it could be read; included files and the including one look the same
 * here.
 *
 * @param includes the files it names, as written
 * @param places the places where keys of the file itself are written, see {@link Fields#places}
 */
public record Document(
    List<Node.Scalar> includes,
    List<SetReader.Draft> sets,
    List<DomainSetDefinition> domains,
    List<RuleReader.Draft> rules,
    ProtectSpec protects,
    ResolveSettings resolve,
    List<TargetBinding> targets,
    Map<String, Span> places) {
  static final Fields.Keys KEYS =
      Fields.Keys.of(
          "a policy", "include", "sets", "domains", "rules", "protects", "resolve", "targets");

  /** The keys that count only in the file that was named on the command line. */
  private static final List<String> NOT_FROM_INCLUDES =
      List.of("rules", "protects", "resolve", "targets");

  /** Returns a document without content. */
  static Document empty() {
    return new Document(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        ProtectSpec.NONE,
        ResolveSettings.DEFAULT,
        List.of(),
        Map.of());
  }

  /** Reads a policy in full. */
  public static Document read(Scope scope, Set<String> knownTargets) {
    return fields(scope)
        .map(fields -> full(new Values(scope), fields, knownTargets))
        .orElseGet(Document::empty);
  }

  /**
   * Reads the sets of an included file, and says what else is in it.
   *
   * @param shipped whether it comes with the program: these all have rules, which is no news
   */
  public static Document readIncluded(Scope scope, boolean shipped) {
    Optional<Fields> fields = fields(scope);
    fields.filter(_ -> !shipped).ifPresent(found -> noteIgnored(scope, found));
    return fields.map(found -> setsOnly(new Values(scope), found)).orElseGet(Document::empty);
  }

  /** Returns the tree of a text; nothing when it says nothing, or when an error was reported. */
  public static Optional<Node> root(Scope scope) {
    return TextCheck.passes(scope) && Tabs.passes(scope) && OddBlanks.passes(scope)
        ? YamlReader.read(scope).filter(root -> !root.blank())
        : Optional.empty();
  }

  private static Optional<Fields> fields(Scope scope) {
    int before = scope.errors();
    Optional<Node> root = root(scope);
    if (scope.errors() > before) {
      return Optional.empty();
    }
    if (root.isEmpty()) {
      scope.add(
          Code.NOTHING_WRITTEN,
          scope.source().whole(),
          "the file says nothing",
          "begin with a set and a rule, such as sets: {own: {sources: [192.0.2.1]}} and, on the"
              + " next line, rules: [{name: smtp, port: tcp/25, accept: [own], otherwise:"
              + " observe}]");
      return Optional.empty();
    }
    return Fields.open(scope, KEYS, root.get());
  }

  private static void noteIgnored(Scope scope, Fields fields) {
    List<Node.Scalar> ignored =
        NOT_FROM_INCLUDES.stream().map(fields::key).flatMap(Optional::stream).toList();
    if (!ignored.isEmpty()) {
      scope.add(
          Code.INCLUDE_IGNORED,
          ignored.getFirst().span(),
          "only the sets of an included file count; ignored: "
              + Words.listed(ignored.stream().map(Node.Scalar::text).toList()),
          "");
    }
  }

  private static Document setsOnly(Values values, Fields fields) {
    return new Document(
        includes(values, fields),
        sets(values, fields),
        domains(values, fields),
        List.of(),
        ProtectSpec.NONE,
        ResolveSettings.DEFAULT,
        List.of(),
        Map.of());
  }

  private static Document full(Values values, Fields fields, Set<String> knownTargets) {
    SettingsReader settings = new SettingsReader(values);
    return new Document(
        includes(values, fields),
        sets(values, fields),
        domains(values, fields),
        fields.get("rules").map(new RuleReader(values)::rules).orElse(List.of()),
        fields.get("protects").map(settings::protects).orElse(ProtectSpec.NONE),
        fields.get("resolve").map(settings::resolve).orElse(ResolveSettings.DEFAULT),
        fields
            .get("targets")
            .map(new TargetReader(values, knownTargets)::targets)
            .orElseGet(() -> List.of(new TargetBinding(TargetBinding.AUTO, fields.span()))),
        fields.places());
  }

  private static List<Node.Scalar> includes(Values values, Fields fields) {
    return fields
        .get("include")
        .map(node -> values.scalars(values.list(node, "files"), "files"))
        .orElse(List.of())
        .stream()
        .map(values::path)
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<SetReader.Draft> sets(Values values, Fields fields) {
    return fields.get("sets").map(new SetReader(values)::sets).orElse(List.of());
  }

  private static List<DomainSetDefinition> domains(Values values, Fields fields) {
    return fields.get("domains").map(new DomainSetReader(values)::sets).orElse(List.of());
  }
}
