package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node of a parsed PowerShell script.
 *
 * @param type the grammar's name for it; of a token its text
 * @param named false for a token such as an operator
 * @param line from 1
 * @param text of a node without children
 */
record SyntaxNode(String type, boolean named, int line, String text, List<SyntaxNode> children) {
  /** A node to which children are added; expressions are the same as arguments. */
  static SyntaxNode open(String type, boolean named, int line, String text) {
    String plain = type.replace("_argument_expression", "_expression");
    return new SyntaxNode(plain.intern(), named, line, text, new ArrayList<>());
  }

  SyntaxNode child(int index) {
    return children.get(index);
  }

  SyntaxNode last() {
    return children.getLast();
  }

  /** The first child of a type. */
  SyntaxNode only(String kind) {
    for (SyntaxNode child : children) {
      if (child.type.equals(kind)) {
        return child;
      }
    }
    throw new IllegalStateException("line %d has no %s".formatted(line, kind));
  }

  boolean has(String kind) {
    for (SyntaxNode child : children) {
      if (child.type.equals(kind)) {
        return true;
      }
    }
    return false;
  }

  /** All text below, tokens joined. */
  String source() {
    if (children.isEmpty()) {
      return text;
    }
    if (children.size() == 1) {
      return children.getFirst().source();
    }
    StringBuilder source = new StringBuilder();
    children.forEach(child -> source.append(child.source()));
    return source.toString();
  }

  /** This node and all below. */
  Stream<SyntaxNode> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(SyntaxNode::all));
  }
}
