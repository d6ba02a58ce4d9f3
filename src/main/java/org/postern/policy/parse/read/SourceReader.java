package org.postern.policy.parse.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postern.address.Family;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.FileSource;
import org.postern.policy.ListForm;
import org.postern.policy.LiteralSource;
import org.postern.policy.NamedSource;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads where the addresses of a set come from. */
final class SourceReader {
  static final Fields.Keys KEYS =
      Fields.Keys.of(
          "a source",
          "net",
          "label",
          "until",
          "dns",
          "type",
          "secure",
          "spf",
          "ptr",
          "family",
          "follow",
          "file",
          "url",
          "format",
          "select",
          "column",
          "sha256",
          "signature",
          "pin",
          "ca",
          "set");

  /** Keys beside that of the kind, and the kinds that they go with. */
  private static final SortedMap<String, List<String>> GO_WITH =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("label", List.of("net")),
              Map.entry("until", List.of("net")),
              Map.entry("family", List.of("dns", "spf", "ptr", "url")),
              Map.entry("type", List.of("dns")),
              Map.entry("secure", List.of("dns")),
              Map.entry("follow", List.of("spf")),
              Map.entry("format", List.of("file", "url")),
              Map.entry("select", List.of("file", "url")),
              Map.entry("column", List.of("file", "url")),
              Map.entry("sha256", List.of("url")),
              Map.entry("signature", List.of("url")),
              Map.entry("pin", List.of("url")),
              Map.entry("ca", List.of("url"))));

  /** The keys of which each makes a source of its own kind. */
  private static final List<String> KINDS =
      List.of("net", "dns", "spf", "ptr", "file", "url", "set");

  private static final String PTR = "ptr";

  /** The kinds of source beside which {@code ptr} keeps some of their addresses. */
  private static final List<String> FILTERED = List.of("dns", "spf", "file", "url");

  private final Values values;
  private final NamedSources named;
  private final UrlReader urls;
  private final FormReader forms;
  private final Literals literals;

  SourceReader(Values values) {
    this.values = values;
    this.named = new NamedSources(values);
    this.urls = new UrlReader(values);
    this.forms = new FormReader(values);
    this.literals = new Literals(values);
  }

  /** Returns the sources of a set; one that stands twice is a warning. */
  List<SourceSpec> sources(Node node) {
    List<SourceSpec> sources = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    if (node instanceof Node.Scalar scalar && SourceGuess.isSource(scalar.text())) {
      values.add(
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
    Optional<String> filtered = filtered(kinds.stream().map(Node.Scalar::text).toList());
    if (filtered.isPresent()) {
      return ofKind(filtered.get(), fields.get()).flatMap(of -> named(of, fields.get()));
    }
    if (kinds.size() > 1) {
      addConflict(kinds.get(1), kinds.getFirst());
    } else if (values.scope().errors() == before) {
      values.add(
          Code.MISSING_KEY,
          node.span(),
          "a source says where its addresses come from",
          "add one of net, dns, spf, ptr, file, url or set");
    }
    return Optional.empty();
  }

  /** Returns the kind beside {@code ptr} of whose addresses some are kept. */
  private static Optional<String> filtered(List<String> kinds) {
    return kinds.size() == 2 && kinds.contains(PTR)
        ? FILTERED.stream().filter(kinds::contains).findFirst()
        : Optional.empty();
  }

  private Optional<SourceSpec> named(SourceSpec of, Fields fields) {
    return fields.get(PTR).flatMap(named::below).map(below -> new NamedSource(of, below));
  }

  private Optional<SourceSpec> ofKind(String kind, Fields fields) {
    for (Map.Entry<String, List<String>> key : GO_WITH.entrySet()) {
      if (!key.getValue().contains(kind)) {
        onlyWith(key.getValue(), key.getKey(), fields);
      }
    }
    return switch (kind) {
      case "net" -> warned(literals.source(fields));
      case "dns" -> fields.get("dns").flatMap(name -> named.dns(name, fields));
      case "spf" -> fields.get("spf").flatMap(domain -> named.spf(domain, fields));
      case "ptr" -> fields.get("ptr").flatMap(domain -> named.ptr(domain, fields));
      case "file" -> fields.get("file").flatMap(path -> listFile(path, fields));
      case "url" -> fields.get("url").flatMap(address -> urls.url(address, fields));
      case "set" -> fields.get("set").flatMap(this::reference);
      default -> Optional.empty();
    };
  }

  private void onlyWith(List<String> kinds, String key, Fields fields) {
    fields
        .key(key)
        .ifPresent(
            scalar ->
                values.add(
                    Code.KEYS_CONFLICT,
                    scalar.span(),
                    "%s goes with %s only"
                        .formatted(
                            Words.quoted(key),
                            Words.oneOf(kinds.stream().map(Words::quoted).toList())),
                    "remove it"));
  }

  private void addConflict(Node.Scalar second, Node.Scalar first) {
    values.add(
        Code.KEYS_CONFLICT,
        second.span(),
        "a source is of one kind, and this one has %s and %s"
            .formatted(Words.quoted(first.text()), Words.quoted(second.text())),
        "make two entries of it");
  }

  private Optional<SourceSpec> warned(Optional<LiteralSource> literal) {
    literal.filter(SourceReader::wholeFamily).ifPresent(this::warnOfWholeFamily);
    return literal.map(found -> found);
  }

  private static boolean wholeFamily(LiteralSource literal) {
    Family family = literal.interval().family();
    return literal.interval().first().equals(family.first())
        && literal.interval().last().equals(family.last());
  }

  private void warnOfWholeFamily(LiteralSource literal) {
    values.add(
        Code.COVERS_FAMILY,
        literal.span(),
        "%s is every %s address there is"
            .formatted(literal.text(), literal.interval().family().label()),
        "if everybody may connect, let the rule say accept: any");
  }

  private Optional<SourceSpec> listFile(Node node, Fields fields) {
    Optional<Node.Scalar> path = values.path(node);
    Optional<ListForm> form = forms.form(fields);
    return path.filter(_ -> form.isPresent())
        .map(
            file ->
                new FileSource(
                    file.span(), file.text(), values.resolved(file.text()), form.orElseThrow()));
  }

  private Optional<SourceSpec> reference(Node node) {
    return values
        .scalar(node, "the name of a set")
        .map(scalar -> new SetSource(scalar.span(), scalar.text()));
  }
}
