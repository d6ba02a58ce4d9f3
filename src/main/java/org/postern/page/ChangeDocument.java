package org.postern.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.Change;

/**
 * A change of the rules, for programs.
 *
 * @param against what it is compared with, in words
 * @param changes in the order of the rules' names
 * @param withheldAdded how many prefixes of each rule come that are not told; empty where nothing
 *     is withheld
 * @param withheldRemoved how many prefixes of each rule go that are not told, likewise
 */
public record ChangeDocument(
    String against,
    List<One> changes,
    Optional<Map<String, Integer>> withheldAdded,
    Optional<Map<String, Integer>> withheldRemoved) {
  public ChangeDocument {
    changes = List.copyOf(changes);
  }

  static ChangeDocument of(Basis basis, Subject subject) {
    Optional<Withheld> withheld =
        Optional.of(subject.withheld()).filter(one -> !one.named().isEmpty());
    return new ChangeDocument(
        basis.name(),
        ChangeSection.plan(basis.ruleset(), subject.prepared().meaning().ruleset())
            .changes()
            .stream()
            .map(One::of)
            .toList(),
        withheld.map(Withheld::added),
        withheld.map(Withheld::removed));
  }

  /**
   * One difference.
   *
   * @param change what kind it is, in words
   * @param rule its name; empty for a repair
   * @param what a list of what a rule does differently, or a repair in words
   * @param added prefixes that are accepted from now on
   * @param removed prefixes that were accepted until now
   */
  public record One(
      String change,
      Optional<String> rule,
      Optional<Object> what,
      Optional<List<String>> added,
      Optional<List<String>> removed) {
    private static One of(Change change) {
      return switch (change) {
        case Change.RuleAdded one -> of("rule added", one.rule().name());
        case Change.RuleRemoved one -> of("rule removed", one.rule().name());
        case Change.RuleChanged one ->
            new One(
                "rule changed",
                Optional.of(one.after().name()),
                Optional.of(one.what().stream().map(Change.Difference::text).toList()),
                Optional.empty(),
                Optional.empty());
        case Change.PeersChanged one ->
            new One(
                "peers changed",
                Optional.of(one.rule()),
                Optional.empty(),
                Optional.of(RuleDocument.texts(one.added())),
                Optional.of(RuleDocument.texts(one.removed())));
        case Change.Repair one ->
            new One(
                "repair",
                Optional.empty(),
                Optional.of(one.what()),
                Optional.empty(),
                Optional.empty());
      };
    }

    private static One of(String change, String rule) {
      return new One(
          change, Optional.of(rule), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }
}
