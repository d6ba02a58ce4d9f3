package org.postern.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.Change;

/**
 * A change of the rules, for programs.
 *
 * @param against the name of what it is compared with
 * @param changes the changes in the order of the rules' names
 * @param withheldAdded the number of prefixes of each rule that come and are not told; empty where
 *     nothing is withheld
 * @param withheldRemoved the number of prefixes of each rule that go and are not told, likewise
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
        subject.changes().stream().map(One::of).toList(),
        withheld.map(Withheld::added),
        withheld.map(Withheld::removed));
  }

  /** A difference between two rulesets, or a repair. */
  public sealed interface One {
    private static One of(Change change) {
      return switch (change) {
        case Change.RuleAdded one -> new Whole("rule added", one.rule().name());
        case Change.RuleRemoved one -> new Whole("rule removed", one.rule().name());
        case Change.RuleChanged one ->
            new Changed(
                "rule changed",
                one.after().name(),
                one.what().stream().map(Change.Difference::text).toList());
        case Change.PeersChanged one ->
            new Peers(
                "peers changed",
                one.rule(),
                RuleDocument.texts(one.added()),
                RuleDocument.texts(one.removed()));
        case Change.Repair one -> new Repair("repair", one.what());
      };
    }
  }

  /**
   * A rule that comes or goes.
   *
   * @param change which of both the change is, in words
   * @param rule the name of the rule
   */
  public record Whole(String change, String rule) implements One {}

  /**
   * A rule that judges differently.
   *
   * @param change "rule changed"
   * @param rule the name of the rule
   * @param what it does differently, in words
   */
  public record Changed(String change, String rule, List<String> what) implements One {
    public Changed {
      what = List.copyOf(what);
    }
  }

  /**
   * A rule that accepts others.
   *
   * @param change "peers changed"
   * @param rule the name of the rule
   * @param added prefixes that are accepted from now on
   * @param removed prefixes that were accepted until now
   */
  public record Peers(String change, String rule, List<String> added, List<String> removed)
      implements One {
    public Peers {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /**
   * A repair of a target.
   *
   * @param change "repair"
   * @param what what is repaired, in words
   */
  public record Repair(String change, String what) implements One {}
}
