package org.postern.policy.parse.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.yaml.Node;

/** Reads the sets of one file. */
public final class SetReader {
  static final Fields.Keys KEYS =
      Fields.Keys.of("a set", "sources", "never", "guard", "keep", "widen", "initial");

  private final Values values;
  private final SetSettings settings;
  private final Names names;

  SetReader(Values values) {
    this.values = values;
    this.settings = new SetSettings(values);
    this.names = new Names(values);
  }

  /**
   * A set as far as it could be read.
   *
   * @param sound whether nothing is wrong with it
   * @param places the places where its keys are written, see {@link Fields#places}
   */
  public record Draft(SetDefinition set, boolean sound, Map<String, Span> places) {}

  /** Reads all sets of a mapping from names to sets. */
  List<Draft> sets(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      values.add(
          Code.WRONG_KIND,
          node.span(),
          "sets is a mapping from names to sets, and this is " + node.kind(),
          "write a name and a colon, and below it sources:");
      return List.of();
    }
    List<Draft> drafts = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      int before = values.scope().errors();
      names.name(entry.key());
      Optional<Fields> fields = fields(entry.key(), entry.value());
      SetDefinition set =
          fields.map(found -> set(entry.key(), found)).orElseGet(() -> emptySet(entry.key()));
      drafts.add(
          new Draft(
              set, values.scope().errors() == before, fields.map(Fields::places).orElse(Map.of())));
    }
    return drafts;
  }

  private Optional<Fields> fields(Node.Scalar name, Node node) {
    if (!(node instanceof Node.Mapping)) {
      values.add(
          Code.WRONG_KIND,
          node.blank() ? name.span() : node.span(),
          "a set is a mapping with sources, and this is "
              + (node.blank() ? "nothing" : node.kind()),
          "write sources: below the name, and the addresses below that");
      return Optional.empty();
    }
    return Fields.open(values.scope(), KEYS, node);
  }

  private static SetDefinition emptySet(Node.Scalar name) {
    return new SetDefinition(
        name.text(),
        name.span(),
        List.of(),
        List.of(),
        GuardSpec.DEFAULT,
        KeepSpec.DEFAULT,
        Optional.empty(),
        Optional.empty());
  }

  private SetDefinition set(Node.Scalar name, Fields fields) {
    List<SourceSpec> sources =
        fields
            .require("sources", name.span(), "sources: with a list of addresses or names")
            .map(new SourceReader(values)::sources)
            .orElse(List.of());
    boolean learns = learns(sources);
    GuardSpec usual = learns ? GuardSpec.LEARNING : GuardSpec.DEFAULT;
    return new SetDefinition(
        name.text(),
        name.span(),
        sources,
        fields.get("never").map(new Literals(values)::list).orElse(List.of()),
        fields.get("guard").map(node -> settings.guard(node, usual)).orElse(usual),
        fields.get("keep").map(settings::keep).orElse(KeepSpec.DEFAULT),
        fields.get("widen").flatMap(settings::widen),
        fields.get("initial").flatMap(values::path).map(path -> values.resolved(path.text())));
  }

  /**
   * Tells whether the addresses are learned. A set learns all that is its own or nothing: guards of
   * answers that come whole mean nothing of addresses that come one by one.
   */
  private boolean learns(List<SourceSpec> sources) {
    Optional<SourceSpec> learned = sources.stream().filter(SourceSpec::learns).findFirst();
    sources.stream()
        .filter(one -> learned.isPresent() && !one.learns() && !(one instanceof SetSource))
        .findFirst()
        .ifPresent(other -> addBeside(learned.orElseThrow(), other));
    return learned.isPresent();
  }

  private void addBeside(SourceSpec learned, SourceSpec other) {
    values.add(
        Code.KEYS_CONFLICT,
        learned.span(),
        "one guard cannot judge both %s, which learns addresses one by one, and %s"
            .formatted(learned.id(), other.id()),
        "write %s: %s into a set of its own, and let the rule accept both sets"
            .formatted(learned.kindWord(), learned.value()));
  }
}
