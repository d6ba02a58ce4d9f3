package org.postern.policy.parse.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Eaten;
import org.postern.policy.parse.yaml.Node;

/** The keys of one mapping, checked against those the grammar has. */
final class Fields {
  private static final String PORT = "port";
  private static final Pattern SECOND_PORT =
      Pattern.compile("(?:tcp/)?[1-9][0-9]{0,4}(?:-[1-9][0-9]{0,4})?");

  private final Scope scope;
  private final Keys keys;
  private final Span span;
  private final Map<String, Node> values = new HashMap<>();
  private final Map<String, Node.Scalar> written = new HashMap<>();

  private Fields(Scope scope, Keys keys, Span span) {
    this.scope = scope;
    this.keys = keys;
    this.span = span;
  }

  /**
   * The keys that may stand in one kind of mapping.
   *
   * @param where the mapping, with its article
   * @param known the keys that can be used
   */
  record Keys(String where, List<String> known) {
    static Keys of(String where, String... known) {
      return new Keys(where, List.of(known));
    }
  }

  /** Opens a mapping; nothing if the node is none. Wrong keys are reported here. */
  static Optional<Fields> open(Scope scope, Keys keys, Node node) {
    if (Eaten.report(scope, node)) {
      return Optional.empty();
    }
    if (!(node instanceof Node.Mapping mapping)) {
      scope.add(
          Code.WRONG_KIND,
          node.span(),
          "%s is a mapping, and this is %s".formatted(keys.where(), node.kind()),
          "write key: value pairs; keys: " + Words.listed(keys.known()));
      return Optional.empty();
    }
    Fields fields = new Fields(scope, keys, node.span());
    mapping.entries().forEach(fields::take);
    return Optional.of(fields);
  }

  private void take(Node.Entry entry) {
    String name = entry.key().text();
    if (keys.known().contains(name)) {
      written.put(name, entry.key());
      if (entry.value().blank()) {
        scope.add(
            Code.NO_VALUE,
            entry.key().span(),
            Words.quoted(name) + " has no value",
            "write one, or remove the key");
      } else {
        values.put(name, entry.value());
      }
    } else {
      addUnknown(entry.key());
    }
  }

  private void addUnknown(Node.Scalar key) {
    scope.add(
        Code.UNKNOWN_KEY,
        key.span(),
        "unknown key %s in %s".formatted(Words.quoted(key.text()), keys.where()),
        lostPort(key)
            .or(
                () ->
                    Words.nearest(key.text(), keys.known())
                        .map(word -> "write " + Words.quoted(word)))
            .orElseGet(() -> "keys are " + Words.listed(keys.known())));
  }

  /** Returns the fix for a second port that is read as a key: in braces a comma ends a value. */
  private Optional<String> lostPort(Node.Scalar key) {
    return keys.known().contains(PORT) && values.get(PORT) instanceof Node.Scalar first
        ? Optional.of(key.text())
            .filter(text -> SECOND_PORT.matcher(text).matches())
            .map(text -> text.startsWith("tcp/") ? text : "tcp/" + text)
            .map(second -> "write port: [%s, %s]".formatted(Words.clip(first.text()), second))
        : Optional.empty();
  }

  /**
   * Returns the place of each key, known or not; a key of a mapping below it goes by both names,
   * such as {@code guard.widest}.
   */
  Map<String, Span> places() {
    Map<String, Span> places = new HashMap<>();
    written.forEach((name, key) -> places.put(name, key.span()));
    values.forEach((name, value) -> addPlaces(name, value, places));
    return places;
  }

  private static void addPlaces(String above, Node node, Map<String, Span> places) {
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        String name = above + "." + entry.key().text();
        places.put(name, entry.key().span());
        addPlaces(name, entry.value(), places);
      }
    }
  }

  /** Returns the place of the mapping. */
  Span span() {
    return span;
  }

  /** Returns the value of a key, if there is one. */
  Optional<Node> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Returns the key as written, even if its value is missing. */
  Optional<Node.Scalar> key(String key) {
    return Optional.ofNullable(written.get(key));
  }

  /** Returns the value of a key that must be there. */
  Optional<Node> require(String key, Span where, String example) {
    if (!written.containsKey(key)) {
      scope.add(
          Code.MISSING_KEY,
          where,
          "%s needs %s".formatted(keys.where(), Words.quoted(key)),
          "add " + example);
    }
    return get(key);
  }
}
