package org.postern.policy.parse.read;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.address.Family;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.DnsSource;
import org.postern.policy.PtrSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.SpfSource;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads sources that are names of DNS. */
final class NamedSources {
  private static final Map<String, Optional<SpfSource.Hosts>> HOSTS =
      Map.of(
          "a",
          Optional.of(SpfSource.Hosts.A),
          "mx",
          Optional.of(SpfSource.Hosts.MX),
          "none",
          Optional.empty());

  private static final Map<String, DnsSource.Hosts> TYPES =
      Map.of("address", DnsSource.Hosts.NAMED, "mx", DnsSource.Hosts.EXCHANGERS);

  private static final Map<String, Family> FAMILIES = Map.of("ip", Family.IP, "ip6", Family.IP6);

  private final Values values;
  private final Names names;

  NamedSources(Values values) {
    this.values = values;
    this.names = new Names(values);
  }

  /** Reads {@code dns}, with its records of addresses or those of its mail exchangers. */
  Optional<SourceSpec> dns(Node node, Fields fields) {
    Set<Family> families = families(values, fields);
    DnsSource.Hosts hosts =
        fields
            .get("type")
            .flatMap(word -> values.word(word, "a type of record", TYPES))
            .orElse(DnsSource.Hosts.NAMED);
    boolean secure = fields.get("secure").flatMap(values::yesNo).orElse(false);
    return name(node, "dns", "a DNS name")
        .map(name -> new DnsSource(name.span(), name.text(), families, hosts, secure));
  }

  /** Reads {@code spf}, with what the record lets pass. */
  Optional<SourceSpec> spf(Node node, Fields fields) {
    Set<Family> families = families(values, fields);
    Optional<Set<SpfSource.Hosts>> follow = fields.get("follow").map(this::hosts);
    return name(node, "spf", "a domain")
        .map(name -> new SpfSource(name.span(), name.text(), families, follow));
  }

  /** Reads {@code ptr}, with the addresses that have names below it. */
  Optional<SourceSpec> ptr(Node node, Fields fields) {
    Set<Family> families = families(values, fields);
    return name(node, "ptr", "a domain", names::dnsWithBelow)
        .map(name -> new PtrSource(name.span(), name.text(), families));
  }

  /** Returns the domain below which names are kept of another source. */
  Optional<String> below(Node node) {
    return name(node, "ptr", "a domain", names::dnsWithBelow).map(Named::text);
  }

  /** Returns the families that a source is asked for. */
  static Set<Family> families(Values values, Fields fields) {
    return fields
        .get("family")
        .flatMap(word -> values.word(word, "an address family", FAMILIES))
        .<Set<Family>>map(EnumSet::of)
        .orElseGet(() -> EnumSet.allOf(Family.class));
  }

  private Set<SpfSource.Hosts> hosts(Node node) {
    Set<SpfSource.Hosts> hosts = EnumSet.noneOf(SpfSource.Hosts.class);
    for (Node.Scalar item : values.oneOrMore(node, "mechanisms")) {
      values
          .word(item, "a mechanism that names hosts", HOSTS)
          .ifPresent(named -> named.ifPresent(hosts::add));
    }
    return hosts;
  }

  /** A name as the policy keeps it, and where it is written. */
  private record Named(Span span, String text) {}

  private Optional<Named> name(Node node, String kind, String what) {
    return name(node, kind, what, names::asked);
  }

  private Optional<Named> name(
      Node node, String kind, String what, Function<Node.Scalar, Optional<String>> read) {
    if (node instanceof Node.Items items) {
      addSeveral(values.scope(), items, kind, "name");
      return Optional.empty();
    }
    return values
        .scalar(node, what)
        .flatMap(scalar -> read.apply(scalar).map(name -> new Named(scalar.span(), name)));
  }

  /** Reports a list where one value is a source. */
  static void addSeveral(Scope scope, Node.Items items, String kind, String what) {
    scope.add(
        Code.WRONG_KIND,
        items.span(),
        "a source is one %s, and this is a list".formatted(what),
        "write one source for each: "
            + Words.listed(
                items.nodes().stream()
                    .filter(Node.Scalar.class::isInstance)
                    .map(item -> "- %s: %s".formatted(kind, ((Node.Scalar) item).text()))
                    .toList()));
  }
}
