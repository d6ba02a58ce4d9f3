package org.postern.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.AddressSet;
import org.postern.plan.Change;
import org.postern.plan.Plan;

/** A change for programs. */
final class ChangeTree {
  private ChangeTree() {}

  static List<Map<String, Object>> of(Plan plan) {
    List<Map<String, Object>> trees = new ArrayList<>();
    for (Change change : plan.changes()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      switch (change) {
        case Change.RuleAdded one -> {
          tree.put("change", "rule added");
          tree.put("rule", one.rule().name());
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
      trees.add(tree);
    }
    return trees;
  }

  private static List<String> texts(AddressSet set) {
    return set.prefixes().stream().map(one -> one.text()).toList();
  }
}
