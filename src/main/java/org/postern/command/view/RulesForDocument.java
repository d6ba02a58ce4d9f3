package org.postern.command.view;

import java.util.List;
import java.util.Map;

/** What targets hold and are to hold, as far as it concerns some peers. */
public record RulesForDocument(List<Side> rulesets) {
  public RulesForDocument {
    rulesets = List.copyOf(rulesets);
  }

  /**
   * A target. Its rulesets are as {@link org.postern.plan.tree.RulesetTree} writes them.
   *
   * @param target its name
   * @param holds what it holds
   * @param meant what it is to hold
   */
  public record Side(String target, Map<String, Object> holds, Map<String, Object> meant) {}
}
