package org.postern.policy.parse.yaml;

import java.util.List;
import org.postern.diagnostic.Span;

/** A YAML value with its place. Every scalar is its text: no type is ever guessed. */
public sealed interface Node {
  /** Returns the place where it is written. */
  Span span();

  /** Returns what a person calls this kind of value. */
  default String kind() {
    return switch (this) {
      case Scalar _ -> "a single value";
      case Items _ -> "a list";
      case Mapping _ -> "a mapping";
    };
  }

  /** Tells whether nothing is written there. */
  default boolean blank() {
    return this instanceof Scalar scalar && scalar.plain() && scalar.text().isEmpty();
  }

  /**
   * A word, a number, an address.
   *
   * @param plain whether it is without quotes
   */
  record Scalar(Span span, String text, boolean plain) implements Node {}

  /** A list. */
  record Items(Span span, List<Node> nodes) implements Node {}

  /** Keys with values; each key once. */
  record Mapping(Span span, List<Entry> entries) implements Node {}

  /** A key and its value. */
  record Entry(Scalar key, Node value) {}
}
