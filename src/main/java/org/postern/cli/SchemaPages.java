package org.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postern.host.Json;
import org.postern.policy.Policy;

/** The pages of section 5 of the manual: keys of files, from the schemas that editors use. */
final class SchemaPages {
  private static final String MANUAL = "Files of Postern";
  private static final String PROPERTIES = "properties";
  private static final String REF = "$ref";

  private static final List<String> POLICY_EXAMPLE =
      List.of(
          "sets:",
          "  filter:",
          "    sources:",
          "      - dns: delivery.antispamcloud.com",
          "  own:",
          "    sources:",
          "      - {net: 10.0.0.0/24, label: our relays}",
          "rules:",
          "  - {name: smtp, port: tcp/25, accept: [filter, own], otherwise: observe}",
          "  - {name: dns, hook: output, port: tcp/53, accept: any}");

  private static final List<String> MACHINE_EXAMPLE =
      List.of(
          "metrics: {listen: 127.0.0.1:9547}",
          "alarm: {command: [/usr/local/bin/tell, postmaster], repeat: 12h}");

  private final Map<?, ?> definitions;
  private final ManualPage page;
  private final Set<String> open = new HashSet<>();

  private SchemaPages(Map<?, ?> schema, ManualPage page) {
    this.definitions = map(schema.get("$defs")).orElse(Map.of());
    this.page = page;
  }

  /** Returns the pages of the policy and of daemon.yaml. */
  static List<ManualPage> of(String date, String source) throws IOException {
    return List.of(
        page(
            new ManualPage("postern-policy", 5, date, source, MANUAL),
            "policy.schema.json",
            "/etc/postern/policy.yaml",
            POLICY_EXAMPLE),
        page(
            new ManualPage("postern-daemon.yaml", 5, date, source, MANUAL),
            "machine.schema.json",
            "/etc/postern/daemon.yaml",
            MACHINE_EXAMPLE));
  }

  private static ManualPage page(ManualPage page, String schema, String file, List<String> example)
      throws IOException {
    Map<String, Object> root = read(schema);
    page.name(String.valueOf(root.get("title")));
    page.section("SYNOPSIS").text(file);
    page.section("DESCRIPTION").text(String.valueOf(root.get("description")));
    page.text(
        "The file is YAML 1.2 in UTF-8. Unknown keys are errors; postern-check(1) tells all"
            + " mistakes at once.");
    page.section("KEYS");
    new SchemaPages(root, page).keys(root);
    page.section("EXAMPLE").verbatim(example);
    return page.seeAlso(List.of("postern(1)", "postern-check(1)"));
  }

  private static Map<String, Object> read(String schema) throws IOException {
    try (InputStream in = Objects.requireNonNull(Policy.class.getResourceAsStream(schema))) {
      return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)).members();
    }
  }

  /** The keys of a node, and of all that it can be made of. */
  private void keys(Map<?, ?> node) {
    map(node.get(PROPERTIES))
        .ifPresent(
            properties ->
                properties.forEach(
                    (key, value) -> map(value).ifPresent(one -> key(String.valueOf(key), one))));
    for (String part : List.of("items", "additionalProperties")) {
      map(node.get(part)).ifPresent(this::keys);
    }
    if (node.get("oneOf") instanceof List<?> forms) {
      forms.forEach(form -> map(form).ifPresent(this::keys));
    }
    if (node.get(REF) instanceof String reference && open.add(reference)) {
      keys(definition(reference));
      open.remove(reference);
    }
  }

  private void key(String name, Map<?, ?> node) {
    page.entry(name, (description(node) + values(node)).strip());
    page.deeper();
    keys(node);
    page.back();
  }

  private String description(Map<?, ?> node) {
    if (node.get("description") instanceof String text) {
      return text;
    }
    return node.get(REF) instanceof String reference ? description(definition(reference)) : "";
  }

  private static String values(Map<?, ?> node) {
    return node.get("enum") instanceof List<?> values
        ? values.stream().map(String::valueOf).collect(Collectors.joining(", ", " One of: ", "."))
        : "";
  }

  private Map<?, ?> definition(String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    return map(definitions.get(name)).orElse(Map.of());
  }

  private static Optional<Map<?, ?>> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }
}
