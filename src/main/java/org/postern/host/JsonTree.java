package org.postern.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON text, read strictly: a member that is missing or of another kind ends the
 * reading with an {@link IOException} that names it.
 */
public final class JsonTree {
  private final Map<String, Object> members;

  public JsonTree(Map<String, Object> members) {
    this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** Returns the members as they are. */
  public Map<String, Object> members() {
    return members;
  }

  /** Tells whether there is such a member. */
  public boolean has(String name) {
    return members.get(name) != null;
  }

  /** A string member. */
  public String string(String name) throws IOException {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw missing(name, "a string");
  }

  /** A whole number. */
  public long number(String name) throws IOException {
    return switch (members.get(name)) {
      case Integer number -> number;
      case Long number -> number;
      case null, default -> throw missing(name, "a whole number");
    };
  }

  /** A truth value. */
  public boolean truth(String name) throws IOException {
    if (members.get(name) instanceof Boolean truth) {
      return truth;
    }
    throw missing(name, "true or false");
  }

  /** An object member. */
  public JsonTree object(String name) throws IOException {
    return asObject(members.get(name)).orElseThrow(() -> missing(name, "an object"));
  }

  /** A list of objects; a missing member is an empty list. */
  public List<JsonTree> objects(String name) throws IOException {
    List<JsonTree> found = new ArrayList<>();
    for (Object element : list(name)) {
      found.add(asObject(element).orElseThrow(() -> missing(name, "a list of objects")));
    }
    return found;
  }

  /** A list of strings; a missing member is an empty list. */
  public List<String> strings(String name) throws IOException {
    List<String> found = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String text)) {
        throw missing(name, "a list of strings");
      }
      found.add(text);
    }
    return found;
  }

  /** Returns any list; a missing member is an empty list. */
  public List<?> list(String name) throws IOException {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw missing(name, "a list");
  }

  private static Optional<JsonTree> asObject(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((key, member) -> members.put(String.valueOf(key), member));
    return Optional.of(new JsonTree(members));
  }

  private static IOException missing(String name, String kind) {
    return new IOException("member \"" + name + "\" is not " + kind);
  }
}
