package org.postern.policy.parse.read;

import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.policy.Rule;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads whom a rule accepts. */
final class AcceptReader {
  private static final String ANY = "any";
  private static final String NONE = "none";

  private final Values values;

  AcceptReader(Values values) {
    this.values = values;
  }

  /**
   * The result of reading the text.
   *
   * @param accept empty if it could not be read
   * @param names the names of the sets, as written
   */
  record Accepted(Optional<Rule.Accept> accept, List<Node.Scalar> names) {
    static Accepted unreadable() {
      return new Accepted(Optional.empty(), List.of());
    }

    static Accepted of(Rule.Accept accept) {
      return new Accepted(Optional.of(accept), List.of());
    }
  }

  /** Reads which peers a rule accepts: every peer, none, one set, or a list of sets. */
  Accepted accept(Node node) {
    if (node instanceof Node.Scalar scalar && scalar.text().equals(ANY)) {
      return Accepted.of(new Rule.Accept.Any());
    }
    if (node instanceof Node.Scalar scalar && scalar.text().equals(NONE)) {
      return Accepted.of(new Rule.Accept.None());
    }
    if (node instanceof Node.Items items && items.nodes().isEmpty()) {
      values.add(
          Code.ACCEPTS_NO_PEER,
          node.span(),
          "an empty list accepts no peer",
          "write accept: none if the port is to be closed, or name the sets to accept");
      return Accepted.unreadable();
    }
    return sets(values.oneOrMore(node, "sets"));
  }

  private Accepted sets(List<Node.Scalar> names) {
    for (Node.Scalar name : names) {
      if (name.text().equals(ANY) || name.text().equals(NONE)) {
        values.add(
            Code.BAD_WORD,
            name.span(),
            "%s cannot stand in a list".formatted(Words.quoted(name.text())),
            "write accept: " + name.text() + ", or remove it from the list");
        return Accepted.unreadable();
      }
    }
    return names.isEmpty()
        ? Accepted.unreadable()
        : new Accepted(
            Optional.of(
                new Rule.Accept.Sets(names.stream().map(Node.Scalar::text).distinct().toList())),
            names);
  }
}
