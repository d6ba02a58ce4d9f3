package org.postern.plan.tree;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Change;
import org.postern.plan.Plan;

/**
 * A difference between the rules that a target holds and those that it should hold, as a document
 * for programs.
 */
public sealed interface ChangeDocument {
  /** Returns the changes of a plan, without their reasons. */
  static List<ChangeDocument> of(Plan plan) {
    return plan.changes().stream().map(ChangeDocument::of).toList();
  }

  /** Returns a change without its reasons. */
  static ChangeDocument of(Change change) {
    return switch (change) {
      case Change.RuleAdded one ->
          new RuleAdded(one.rule().name(), Optional.empty(), Optional.empty(), Optional.empty());
      case Change.RuleRemoved one -> new RuleRemoved("rule removed", one.rule().name());
      case Change.RuleChanged one ->
          new RuleChanged(
              "rule changed",
              one.after().name(),
              one.what().stream().map(Change.Difference::text).toList());
      case Change.PeersChanged one -> new PeersChanged(one, Optional.empty());
      case Change.Repair one -> new Repair("repair", one.what());
    };
  }

  /**
   * A rule that the target does not hold.
   *
   * @param change the kind of change
   * @param describe the rule in words
   * @param added the prefixes that it accepts; empty where it accepts any peer
   */
  record RuleAdded(
      String change,
      String rule,
      Optional<String> describe,
      Optional<List<String>> added,
      Optional<List<Group>> reasons)
      implements ChangeDocument {
    /** Creates a change of the kind "rule added". */
    public RuleAdded(
        String rule,
        Optional<String> describe,
        Optional<List<String>> added,
        Optional<List<Group>> reasons) {
      this("rule added", rule, describe, added, reasons);
    }
  }

  /** A rule that the target should not hold. */
  record RuleRemoved(String change, String rule) implements ChangeDocument {}

  /** A rule of which more than the peers differs. */
  record RuleChanged(String change, String rule, List<String> what) implements ChangeDocument {}

  /** A rule whose peers differ. */
  record PeersChanged(
      String change,
      String rule,
      List<String> added,
      List<String> removed,
      Optional<List<Group>> reasons)
      implements ChangeDocument {
    /** Creates a change of the kind "peers changed". */
    public PeersChanged(Change.PeersChanged change, Optional<List<Group>> reasons) {
      this(
          "peers changed",
          change.rule(),
          new PrefixTexts(change.added()),
          new PrefixTexts(change.removed()),
          reasons);
    }
  }

  /** A thing in our area of the target that should not be there. */
  record Repair(String change, String what) implements ChangeDocument {}

  /**
   * The prefixes that come or go for one reason. Those that come are empty where they go, and the
   * reverse.
   */
  record Group(String reason, Optional<List<String>> added, Optional<List<String>> removed) {}
}
