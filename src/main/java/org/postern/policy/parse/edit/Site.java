package org.postern.policy.parse.edit;

import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.read.Document;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.SourceText;

/** Finds values in a text by their path; those of lists by the {@code name} that they have. */
final class Site {
  private Site() {}

  /**
   * Returns the value at a path.
   *
   * @param path keys with dots between, which no name holds
   * @return nothing where there is none, or where the text is not to be read at all
   */
  static Optional<Placed> in(PolicyText text, String path) {
    Scope scope = new Scope(new SourceText(text.name(), text.text()), new Report());
    Optional<Placed> found = Document.root(scope).flatMap(_ -> PlacedReader.read(text.text()));
    for (String key : path.split("\\.", -1)) {
      found = found.flatMap(node -> child(node, key));
    }
    return found;
  }

  private static Optional<Placed> child(Placed node, String key) {
    if (key.isEmpty()) {
      return Optional.of(node);
    }
    if (node instanceof Placed.Items items) {
      return items.nodes().stream().filter(item -> isNamed(item, key)).findFirst();
    }
    return node.get(key);
  }

  private static boolean isNamed(Placed node, String name) {
    return node.get("name")
        .filter(value -> value instanceof Placed.Scalar scalar && scalar.text().equals(name))
        .isPresent();
  }
}
