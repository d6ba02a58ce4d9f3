package org.postern.policy.parse.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.DomainGuard;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.MailDomain;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads the sets of domains of one file. */
final class DomainSetReader {
  static final Fields.Keys KEYS =
      Fields.Keys.of("a set of domains", "sources", "mx", "subdomains", "never", "guard");
  static final Fields.Keys SOURCE = Fields.Keys.of("a source of domains", "file");
  static final Fields.Keys GUARD = Fields.Keys.of("a guard of domains", "shrink", "grow");

  private static final Map<String, Boolean> MX = Map.of("filter", true, "any", false);
  private static final int MOST_GROWTH = 100_000;

  private final Values values;
  private final Names names;
  private final Quantities quantities;

  DomainSetReader(Values values) {
    this.values = values;
    this.names = new Names(values);
    this.quantities = new Quantities(values);
  }

  /** Reads all sets of a mapping from names to sets of domains. */
  List<DomainSetDefinition> sets(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      values.add(
          Code.WRONG_KIND,
          node.span(),
          "domains is a mapping from names to sets of domains, and this is " + node.kind(),
          "write a name and a colon, and below it sources: [example.com]");
      return List.of();
    }
    List<DomainSetDefinition> sets = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      names.name(entry.key());
      sets.add(set(entry.key(), fields(entry)));
    }
    return sets;
  }

  private Optional<Fields> fields(Node.Entry entry) {
    if (entry.value() instanceof Node.Mapping) {
      return Fields.open(values.scope(), KEYS, entry.value());
    }
    values.add(
        Code.WRONG_KIND,
        entry.value().blank() ? entry.key().span() : entry.value().span(),
        "a set of domains is a mapping with sources, and this is "
            + (entry.value().blank() ? "nothing" : entry.value().kind()),
        "write sources: [example.com] below the name");
    return Optional.empty();
  }

  private DomainSetDefinition set(Node.Scalar name, Optional<Fields> fields) {
    return new DomainSetDefinition(
        name.text(),
        name.span(),
        fields
            .flatMap(f -> f.require("sources", name.span(), "sources: [example.com]"))
            .map(this::sources)
            .orElse(List.of()),
        fields
            .flatMap(f -> f.get("mx"))
            .flatMap(n -> values.word(n, "filter or any", MX))
            .orElse(false),
        fields.flatMap(f -> f.get("subdomains")).flatMap(values::yesNo).orElse(false),
        fields.flatMap(f -> f.get("never")).map(this::never).orElse(List.of()),
        fields.flatMap(f -> f.get("guard")).map(this::guard).orElse(DomainGuard.DEFAULT));
  }

  private List<DomainSource> sources(Node node) {
    List<DomainSource> sources = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    for (Node item : values.list(node, "domains")) {
      source(item)
          .ifPresent(
              source -> {
                values.twice(seen, source.id(), source.span());
                sources.add(source);
              });
    }
    return sources;
  }

  private Optional<DomainSource> source(Node node) {
    if (node instanceof Node.Mapping) {
      return Fields.open(values.scope(), SOURCE, node)
          .flatMap(fields -> fields.require("file", node.span(), "file: /etc/localdomains"))
          .flatMap(values::path)
          .map(
              path ->
                  new DomainSource.ListFile(
                      path.span(), path.text(), values.resolved(path.text())));
    }
    return values
        .scalar(node, "a mail domain")
        .flatMap(
            scalar -> domain(scalar).map(domain -> new DomainSource.Name(scalar.span(), domain)));
  }

  private List<String> never(Node node) {
    return values.scalars(values.list(node, "domains"), "domains").stream()
        .map(this::domain)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** A domain of at least two labels: one alone is a slip more often than it is meant. */
  private Optional<String> domain(Node.Scalar scalar) {
    MailDomain.Result read =
        MailDomain.read(scalar.text()) instanceof MailDomain.Ok ok && !ok.name().contains(".")
            ? new MailDomain.Wrong("is one label, not a whole domain", fix(ok.name()))
            : MailDomain.read(scalar.text());
    return switch (read) {
      case MailDomain.Ok ok -> Optional.of(ok.name());
      case MailDomain.Wrong wrong -> {
        values.add(
            Code.BAD_DOMAIN,
            scalar.span(),
            Words.quoted(scalar.text()) + " " + wrong.reason(),
            scalar.text().contains("/") && !scalar.text().contains("://")
                ? "write {file: %s}".formatted(scalar.text())
                : wrong.fix());
        yield Optional.empty();
      }
    };
  }

  private static String fix(String label) {
    return "write the whole domain, such as " + label + ".example";
  }

  private DomainGuard guard(Node node) {
    Optional<Fields> fields = Fields.open(values.scope(), GUARD, node);
    return new DomainGuard(
        fields
            .flatMap(f -> f.get("shrink"))
            .flatMap(n -> quantities.percent(n, 100))
            .orElse(DomainGuard.DEFAULT.shrink()),
        fields
            .flatMap(f -> f.get("grow"))
            .flatMap(n -> quantities.percent(n, MOST_GROWTH))
            .orElse(DomainGuard.DEFAULT.grow()));
  }
}
