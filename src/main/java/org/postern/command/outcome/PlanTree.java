package org.postern.command.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.plan.Change;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Reason;
import org.postern.plan.Reasoned;

/** A plan for programs: every difference, and the reasons where they are known. */
final class PlanTree {
  private PlanTree() {}

  /** The changes alone. */
  static List<Map<String, Object>> of(Plan plan) {
    return plan.changes().stream().map(PlanTree::tree).toList();
  }

  /** The changes with their reasons. */
  static List<Map<String, Object>> of(Plan plan, Reasoned reasoned) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Change change : plan.changes()) {
      Map<String, Object> tree = tree(change);
      rule(change)
          .flatMap(name -> reasoned.rule(name))
          .ifPresent(one -> tree.put("reasons", reasons(one)));
      trees.add(tree);
    }
    return trees;
  }

  private static Optional<String> rule(Change change) {
    return switch (change) {
      case Change.RuleAdded one -> Optional.of(one.rule().name());
      case Change.PeersChanged one -> Optional.of(one.rule());
      case Change.RuleRemoved one -> Optional.empty();
      case Change.RuleChanged one -> Optional.empty();
      case Change.Repair one -> Optional.empty();
    };
  }

  private static List<Map<String, Object>> reasons(Reasoned.OfRule one) {
    return one.groups().stream()
        .filter(group -> group.reason().effect() != Reason.Effect.KEEPS)
        .map(PlanTree::tree)
        .toList();
  }

  /** What is accepted still, and will not be for long. */
  static List<Map<String, Object>> fading(Reasoned reasoned) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Reasoned.OfRule one : reasoned.rules()) {
      for (Reasoned.Group group : one.groups()) {
        if (group.reason().effect() == Reason.Effect.KEEPS) {
          Map<String, Object> tree = new LinkedHashMap<>();
          tree.put("rule", one.rule().name());
          tree.put("prefixes", texts(group.peers()));
          trees.add(tree);
        }
      }
    }
    return trees;
  }

  private static Map<String, Object> tree(Reasoned.Group group) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("reason", group.reason().text());
    tree.put(
        group.reason().effect() == Reason.Effect.ADDS ? "added" : "removed", texts(group.peers()));
    return tree;
  }

  private static Map<String, Object> tree(Change change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (change) {
      case Change.RuleAdded one -> {
        tree.put("change", "rule added");
        tree.put("rule", one.rule().name());
        tree.put("describe", PlanReport.describe(one.rule()));
        if (one.rule().peers() instanceof Peers.Only only) {
          tree.put("added", texts(only.addresses()));
        }
      }
      case Change.RuleRemoved one -> {
        tree.put("change", "rule removed");
        tree.put("rule", one.rule().name());
      }
      case Change.RuleChanged one -> {
        tree.put("change", "rule changed");
        tree.put("rule", one.after().name());
        tree.put("what", one.what().stream().map(Change.Difference::text).toList());
      }
      case Change.PeersChanged one -> {
        tree.put("change", "peers changed");
        tree.put("rule", one.rule());
        tree.put("added", texts(one.added()));
        tree.put("removed", texts(one.removed()));
      }
      case Change.Repair one -> {
        tree.put("change", "repair");
        tree.put("what", one.what());
      }
    }
    return tree;
  }

  /** Made when a program wants to read it, because there may be hundreds of thousands. */
  static List<String> texts(AddressSet set) {
    return new PrefixTexts(set);
  }
}
