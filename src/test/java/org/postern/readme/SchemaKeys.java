package org.postern.readme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.postern.policy.Policy;
import tools.jackson.jr.ob.JSON;

/** The keys that a schema knows, on every level. */
final class SchemaKeys {
  private SchemaKeys() {}

  /** Those of a schema that ships beside the policy. */
  static Set<String> of(String schema) throws IOException {
    Set<String> keys = new TreeSet<>();
    try (InputStream in = Objects.requireNonNull(Policy.class.getResourceAsStream(schema))) {
      collect(JSON.std.anyFrom(new String(in.readAllBytes(), StandardCharsets.UTF_8)), keys);
    }
    return keys;
  }

  private static void collect(Object node, Set<String> keys) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("properties") instanceof Map<?, ?> properties) {
        properties.keySet().forEach(key -> keys.add(String.valueOf(key)));
      }
      map.values().forEach(value -> collect(value, keys));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> collect(value, keys));
    }
  }
}
