package org.postern.policy.parse.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;

/** Puts a tree together from values as they are met, and refuses repeated and odd keys. */
final class TreeBuilder {
  private final Scope scope;
  private final Deque<Level> levels = new ArrayDeque<>();
  private Optional<Node> root = Optional.empty();

  TreeBuilder(Scope scope) {
    this.scope = scope;
  }

  /** Returns the finished tree. */
  Optional<Node> root() {
    return root;
  }

  /** Returns how many lists and mappings are open. */
  int depth() {
    return levels.size();
  }

  void open(Span span, boolean mapping) {
    levels.push(mapping ? new MappingLevel(span) : new ItemsLevel(span));
  }

  void close() {
    place(levels.pop().finish());
  }

  void scalar(Node.Scalar scalar) {
    place(scalar);
  }

  private void place(Node node) {
    if (levels.isEmpty()) {
      root = Optional.of(node);
    } else {
      levels.peek().add(node);
    }
  }

  /** A list or mapping that is not closed yet. */
  private sealed interface Level {
    void add(Node node);

    Node finish();
  }

  private static final class ItemsLevel implements Level {
    private final Span span;
    private final List<Node> nodes = new ArrayList<>();

    ItemsLevel(Span span) {
      this.span = span;
    }

    @Override
    public void add(Node node) {
      nodes.add(node);
    }

    @Override
    public Node finish() {
      return new Node.Items(span, nodes);
    }
  }

  private final class MappingLevel implements Level {
    private final Span span;
    private final List<Node.Entry> entries = new ArrayList<>();
    private final Map<String, Span> seen = new HashMap<>();
    private Optional<Node> key = Optional.empty();

    MappingLevel(Span span) {
      this.span = span;
    }

    @Override
    public void add(Node node) {
      if (key.isEmpty()) {
        key = Optional.of(node);
        return;
      }
      Node pending = key.get();
      key = Optional.empty();
      if (pending instanceof Node.Scalar scalar) {
        addEntry(scalar, node);
      } else {
        scope.add(
            Code.COMPLEX_KEY,
            pending.span(),
            pending.kind() + " cannot be a key",
            "keys are words; look for a \":\" too many");
      }
    }

    private void addEntry(Node.Scalar scalar, Node value) {
      Span first = seen.putIfAbsent(scalar.text(), scalar.span());
      if (first == null) {
        entries.add(new Node.Entry(scalar, value));
        return;
      }
      scope.add(
          Code.DUPLICATE_KEY,
          scalar.span(),
          "key %s stands here for the second time; first at %s"
              .formatted(Words.quoted(scalar.text()), first.position()),
          "keep one of the two, or merge them");
    }

    @Override
    public Node finish() {
      return new Node.Mapping(span, entries);
    }
  }
}
