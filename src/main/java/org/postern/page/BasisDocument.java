package org.postern.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.tree.ChangeDocument;

/**
 * The changes of the rules since something else, for programs.
 *
 * @param against the name of what it is compared with
 * @param changes the changes in the order of the rules' names
 * @param withheldAdded the number of prefixes of each rule that come and are not told; empty where
 *     nothing is withheld
 * @param withheldRemoved the number of prefixes of each rule that go and are not told, likewise
 */
public record BasisDocument(
    String against,
    List<ChangeDocument> changes,
    Optional<Map<String, Integer>> withheldAdded,
    Optional<Map<String, Integer>> withheldRemoved) {
  public BasisDocument {
    changes = List.copyOf(changes);
  }

  static BasisDocument of(Basis basis, Subject subject) {
    Optional<Withheld> withheld =
        Optional.of(subject.withheld()).filter(one -> !one.named().isEmpty());
    return new BasisDocument(
        basis.name(),
        subject.changes().stream().map(ChangeDocument::of).toList(),
        withheld.map(Withheld::added),
        withheld.map(Withheld::removed));
  }
}
