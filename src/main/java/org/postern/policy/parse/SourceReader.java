package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Family;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.SourceSpec;

/** Reads where the addresses of a set come from. */
final class SourceReader {
  static final Fields.Keys KEYS =
      Fields.Keys.of("a source", "net", "label", "until", "dns", "family", "file", "set")
          .later("spf", "ptr", "url");

  /** Each makes a source of its own kind. */
  private static final List<String> KINDS =
      List.of("net", "dns", "file", "set", "spf", "ptr", "url");

  private static final Map<String, Family> FAMILIES = Map.of("ip", Family.IP, "ip6", Family.IP6);

  private final Values values;
  private final Names names;
  private final Literals literals;

  SourceReader(Values values) {
    this.values = values;
    this.names = new Names(values);
    this.literals = new Literals(values);
  }

  /** The sources of a set; one that stands twice is a warning. */
  List<SourceSpec> sources(Node node) {
    List<SourceSpec> sources = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    if (node instanceof Node.Scalar scalar && SourceGuess.isSource(scalar.text())) {
      values
          .scope()
          .add(
              Code.WRONG_KIND,
              node.span(),
              "a list of sources belongs here, and this is a single value",
              "write [dns: %s], or \"- dns: %s\" on the next line"
                  .formatted(scalar.text(), scalar.text()));
      return sources;
    }
    for (Node item : values.list(node, "sources")) {
      source(item)
          .ifPresent(
              source -> {
                values.twice(seen, source.id(), source.span());
                sources.add(source);
              });
    }
    return sources;
  }

  private Optional<SourceSpec> source(Node node) {
    if (!(node instanceof Node.Mapping)) {
      return warned(literals.source(node));
    }
    int before = values.scope().errors();
    Optional<Fields> fields = Fields.open(values.scope(), KEYS, node);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    List<Node.Scalar> kinds =
        KINDS.stream().map(fields.get()::key).flatMap(Optional::stream).toList();
    if (kinds.size() == 1) {
      return ofKind(kinds.getFirst().text(), fields.get());
    }
    if (kinds.size() > 1) {
      addConflict(kinds.get(1), kinds.getFirst());
    } else if (values.scope().errors() == before) {
      values
          .scope()
          .add(
              Code.MISSING_KEY,
              node.span(),
              "a source says where its addresses come from",
              "add one of net, dns, file or set");
    }
    return Optional.empty();
  }

  private Optional<SourceSpec> ofKind(String kind, Fields fields) {
    if (!kind.equals("net")) {
      onlyWith("net", List.of("label", "until"), fields);
    }
    if (!kind.equals("dns")) {
      onlyWith("dns", List.of("family"), fields);
    }
    return switch (kind) {
      case "net" -> warned(literals.labelled(fields));
      case "dns" -> fields.get("dns").flatMap(name -> dns(name, fields));
      case "file" -> fields.get("file").flatMap(values::path).map(this::listFile);
      case "set" -> fields.get("set").flatMap(this::reference);
      default -> Optional.empty();
    };
  }

  private void onlyWith(String kind, List<String> keys, Fields fields) {
    for (String key : keys) {
      fields
          .key(key)
          .ifPresent(
              scalar ->
                  values
                      .scope()
                      .add(
                          Code.KEYS_CONFLICT,
                          scalar.span(),
                          "%s goes with %s only".formatted(Words.quoted(key), Words.quoted(kind)),
                          "remove it"));
    }
  }

  private void addConflict(Node.Scalar second, Node.Scalar first) {
    values
        .scope()
        .add(
            Code.KEYS_CONFLICT,
            second.span(),
            "a source is of one kind, and this one has %s and %s"
                .formatted(Words.quoted(first.text()), Words.quoted(second.text())),
            "make two entries of it");
  }

  private Optional<SourceSpec> warned(Optional<SourceSpec.Literal> literal) {
    literal.filter(SourceReader::wholeFamily).ifPresent(this::warnOfWholeFamily);
    return literal.map(found -> found);
  }

  private static boolean wholeFamily(SourceSpec.Literal literal) {
    Family family = literal.interval().family();
    return literal.interval().first().equals(family.first())
        && literal.interval().last().equals(family.last());
  }

  private void warnOfWholeFamily(SourceSpec.Literal literal) {
    values
        .scope()
        .add(
            Code.COVERS_FAMILY,
            literal.span(),
            "%s is every %s address there is"
                .formatted(literal.text(), literal.interval().family().label()),
            "if everybody may connect, let the rule say accept: any");
  }

  private Optional<SourceSpec> dns(Node node, Fields fields) {
    Optional<Set<Family>> families =
        fields
            .get("family")
            .flatMap(word -> values.word(word, "an address family", FAMILIES))
            .map(EnumSet::of);
    if (node instanceof Node.Items items) {
      values
          .scope()
          .add(
              Code.WRONG_KIND,
              node.span(),
              "a source is one name, and this is a list",
              "write one source for each: "
                  + Words.listed(
                      items.nodes().stream()
                          .filter(Node.Scalar.class::isInstance)
                          .map(item -> "- dns: " + ((Node.Scalar) item).text())
                          .toList()));
      return Optional.empty();
    }
    return values
        .scalar(node, "a DNS name")
        .flatMap(
            scalar ->
                names
                    .dns(scalar)
                    .map(
                        name ->
                            new SourceSpec.Dns(
                                scalar.span(),
                                name,
                                families.orElseGet(() -> EnumSet.allOf(Family.class)))));
  }

  private SourceSpec listFile(Node.Scalar path) {
    return new SourceSpec.ListFile(path.span(), path.text(), values.resolved(path.text()));
  }

  private Optional<SourceSpec> reference(Node node) {
    return values
        .scalar(node, "the name of a set")
        .map(scalar -> new SourceSpec.Reference(scalar.span(), scalar.text()));
  }
}
