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
        subject.changes().stream().map(One::of).toList(),
        withheld.map(Withheld::added),
        withheld.map(Withheld::removed));
  }

  /** One difference. */
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
   * @param change which of both, in words
   * @param rule its name
   */
  public record Whole(String change, String rule) implements One {}

  /**
   * A rule that judges differently.
   *
   * @param change "rule changed"
   * @param rule its name
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
   * @param rule its name
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
   * What a target repairs.
   *
   * @param change "repair"
   * @param what in words
   */
  public record Repair(String change, String what) implements One {}
}
