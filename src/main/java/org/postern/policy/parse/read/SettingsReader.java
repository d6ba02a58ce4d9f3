package org.postern.policy.parse.read;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.diagnostic.Code;
import org.postern.policy.ProtectSpec;
import org.postern.policy.ResolveSettings;
import org.postern.policy.parse.yaml.Node;

/** Reads what a policy says beside sets, rules and targets. */
final class SettingsReader {
  static final Fields.Keys PROTECTS = Fields.Keys.of("protects", "domains", "mx", "clean-since");
  static final Fields.Keys RESOLVE =
      Fields.Keys.of("resolve", "servers", "deadline", "ttl", "anchors");
  static final Fields.Keys TTL = Fields.Keys.of("ttl", "floor", "cap");

  private final Values values;
  private final Names names;
  private final Quantities quantities;

  SettingsReader(Values values) {
    this.values = values;
    this.names = new Names(values);
    this.quantities = new Quantities(values);
  }

  /** Reads the domains whose mail the filter protects. */
  ProtectSpec protects(Node node) {
    return Fields.open(values.scope(), PROTECTS, node)
        .map(
            fields ->
                new ProtectSpec(
                    names(protectedDomains(fields, node), "mail domains", names::dns),
                    names(fields.get("mx"), "names of the filter", names::dnsWithBelow),
                    fields.get("clean-since").flatMap(quantities::date)))
        .orElse(ProtectSpec.NONE);
  }

  /**
   * Reads the protected domains. They may be missing beside names of the filter, which alone serve
   * sets of domains that ask for them.
   */
  private static Optional<Node> protectedDomains(Fields fields, Node node) {
    return fields.key("mx").isPresent()
        ? fields.get("domains")
        : fields.require("domains", node.span(), "domains: [example.com]");
  }

  private List<String> names(
      Optional<Node> list, String what, Function<Node.Scalar, Optional<String>> read) {
    return list
        .map(node -> values.scalars(values.list(node, what), what))
        .orElse(List.of())
        .stream()
        .map(read)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** Reads the settings by which names are asked. */
  ResolveSettings resolve(Node node) {
    Optional<Fields> fields = Fields.open(values.scope(), RESOLVE, node);
    List<String> servers =
        fields
            .flatMap(f -> f.get("servers"))
            .map(list -> values.scalars(values.list(list, "name servers"), "name servers"))
            .orElse(List.of())
            .stream()
            .map(names::server)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    Duration deadline =
        fields
            .flatMap(f -> f.get("deadline"))
            .flatMap(n -> quantities.duration(n, "1s", "10m"))
            .orElse(ResolveSettings.DEFAULT.deadline());
    Optional<String> anchors =
        fields
            .flatMap(f -> f.get("anchors"))
            .flatMap(values::path)
            .map(path -> values.resolved(path.text()));
    return withTtl(servers, deadline, anchors, fields.flatMap(f -> f.get("ttl")));
  }

  private ResolveSettings withTtl(
      List<String> servers, Duration deadline, Optional<String> anchors, Optional<Node> node) {
    Optional<Fields> fields = node.flatMap(n -> Fields.open(values.scope(), TTL, n));
    Duration floor =
        fields
            .flatMap(f -> f.get("floor"))
            .flatMap(n -> quantities.duration(n, "1s", "7d"))
            .orElse(ResolveSettings.DEFAULT.ttlFloor());
    Duration cap =
        fields
            .flatMap(f -> f.get("cap"))
            .flatMap(n -> quantities.duration(n, "1s", "30d"))
            .orElse(ResolveSettings.DEFAULT.ttlCap());
    if (floor.compareTo(cap) > 0) {
      values.add(
          Code.BOUNDS_CROSSED,
          fields
              .flatMap(f -> f.key("floor").or(() -> f.key("cap")))
              .map(Node.Scalar::span)
              .orElseThrow(),
          "the floor of %ds is above the cap of %ds".formatted(floor.toSeconds(), cap.toSeconds()),
          "swap them, or change one");
    }
    return new ResolveSettings(servers, deadline, floor, cap, anchors);
  }
}
