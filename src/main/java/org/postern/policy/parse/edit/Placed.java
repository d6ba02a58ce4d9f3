package org.postern.policy.parse.edit;

import java.util.List;
import java.util.Optional;

/** A YAML value with its position in the text, for edits that leave all other characters alone. */
sealed interface Placed {
  /** Returns the index of its first character, counted in {@code char}s of the whole text. */
  int start();

  /** Returns the index behind its last character, in front of any white space and comments. */
  int end();

  /** A word, a number, an address; empty where nothing is written. */
  record Scalar(int start, int end, String text) implements Placed {}

  /**
   * A list; one that is not in brackets starts at its first dash.
   *
   * @param flow whether it is in brackets
   */
  record Items(int start, int end, boolean flow, List<Placed> nodes) implements Placed {}

  /**
   * A mapping of keys to values.
   *
   * @param flow whether it is in braces
   */
  record Mapping(int start, int end, boolean flow, List<Entry> entries) implements Placed {
    Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().text().equals(key)).findFirst();
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, Placed value) {
    int start() {
      return key.start();
    }

    int end() {
      return Math.max(key.end(), value.end());
    }
  }

  /** Returns the value of a key, if this is a mapping that has it. */
  default Optional<Placed> get(String key) {
    return this instanceof Mapping mapping
        ? mapping.entry(key).map(Entry::value)
        : Optional.empty();
  }

  /** Tells whether nothing is in it. */
  default boolean isEmpty() {
    return switch (this) {
      case Scalar scalar -> scalar.start() == scalar.end();
      case Items items -> items.nodes().isEmpty();
      case Mapping mapping -> mapping.entries().isEmpty();
    };
  }
}
