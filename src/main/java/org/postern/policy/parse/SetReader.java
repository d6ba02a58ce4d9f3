package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.policy.WidenSpec;

/** Reads the sets of one file. */
final class SetReader {
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
   */
  record Draft(SetDefinition set, boolean sound) {}

  /** All sets of a mapping from names to sets. */
  List<Draft> sets(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      values
          .scope()
          .add(
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
      SetDefinition set = set(entry.key(), entry.value());
      drafts.add(new Draft(set, values.scope().errors() == before));
    }
    return drafts;
  }

  private SetDefinition set(Node.Scalar name, Node node) {
    if (!(node instanceof Node.Mapping)) {
      values
          .scope()
          .add(
              Code.WRONG_KIND,
              node.blank() ? name.span() : node.span(),
              "a set is a mapping with sources, and this is "
                  + (node.blank() ? "nothing" : node.kind()),
              "write sources: below the name, and the addresses below that");
      return emptySet(name);
    }
    return Fields.open(values.scope(), KEYS, node)
        .map(fields -> set(name, fields))
        .orElseGet(() -> emptySet(name));
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
    Optional<WidenSpec> widen = fields.get("widen").flatMap(settings::widen);
    boolean nothingOwn = sources.stream().allMatch(SetReader::isReference);
    if (widen.isPresent() && !sources.isEmpty() && nothingOwn) {
      warnOfWiden(fields.key("widen").orElseThrow().span());
    }
    return new SetDefinition(
        name.text(),
        name.span(),
        sources,
        fields.get("never").map(new Literals(values)::list).orElse(List.of()),
        fields.get("guard").map(settings::guard).orElse(GuardSpec.DEFAULT),
        fields.get("keep").map(settings::keep).orElse(KeepSpec.DEFAULT),
        widen,
        fields.get("initial").flatMap(values::path).map(path -> values.resolved(path.text())));
  }

  private static boolean isReference(SourceSpec source) {
    return source instanceof SourceSpec.Reference;
  }

  private void warnOfWiden(Span span) {
    values
        .scope()
        .add(
            Code.WIDEN_WITHOUT_EFFECT,
            span,
            "this set has no addresses of its own to widen, only those of other sets",
            "write widen in the sets that it names");
  }
}
